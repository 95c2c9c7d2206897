import { callAdapter } from "../call.ts";
import { AudienceError, invalidArgument, isAudienceError } from "../errors.ts";
import { quiet } from "../hooks.ts";
import type { Hooks } from "../hooks.ts";
import { named } from "../model.ts";
import type { Audience, AudienceRecord, AudienceRef } from "../model.ts";
import { checkOptionNames } from "../options.ts";
import { cleanText } from "../redact.ts";
import type { Registry } from "../registry.ts";
import { defaultRuntime } from "../runtime.ts";
import type { Runtime } from "../runtime.ts";

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  /** From a write's result: waits for that very write. @default for the audience as it is */
  readonly pending?: string | undefined;
  /** How long to wait in all, in ms. @default 1800000 */
  readonly timeout?: number | undefined;
  /** Between the first looks, in ms; it grows to fifteen times as much. @default 2000 */
  readonly interval?: number | undefined;
  /** Told of every look; `null` while the vendor does not show the audience. */
  readonly onLook?: ((audience: Audience | null) => void) | undefined;
  /** Waits for so many ms, or rejects with the signal's reason. @default a timer */
  readonly sleep?: Runtime["sleep"] | undefined;
}

/** A vendor may need a moment before it shows what was just made, in ms. */
const grace = 30_000;
const growth = 1.5;
const longest = 15;

function checkDuration(name: string, value: number): void {
  if (!(value > 0)) {
    throw invalidArgument(`${name} must be a number of ms above 0.`);
  }
}

/**
 * Looks until the audience is `ready`, `partial` or `failed`. An unheard-of status counts as still running.
 * @throws AudienceError `timeout` when the time is over; the signal's own reason on an abort
 */
export async function waitUntilReady<Name extends string>(
  registry: Registry,
  hooks: Hooks,
  ref: AudienceRef<Name>,
  options: WaitOptions,
): Promise<Audience<Name>> {
  const { provider } = ref;
  const { signal, pending, timeout = 1_800_000, interval = 2000, onLook } = options;
  const sleep = options.sleep ?? defaultRuntime.sleep;
  checkOptionNames(options, ["signal", "pending", "timeout", "interval", "onLook", "sleep"]);
  const look = registry.methodOf(ref, "waitUntilReady");
  checkDuration("timeout", timeout);
  checkDuration("interval", interval);
  const operation = "waitUntilReady";
  const { onRequest, onRetry } = hooks;
  const context = { provider, operation, signal, onRequest, onRetry };

  let waited = 0;
  const tryLook = async (): Promise<AudienceRecord | undefined> => {
    try {
      return await callAdapter(context, () => look(ref.id, pending, context));
    } catch (error) {
      const code = isAudienceError(error) ? error.code : undefined;
      if (code === "not_ready" || (code === "not_found" && waited < grace)) {
        return undefined;
      }
      throw error;
    }
  };

  const tell = quiet(onLook);
  for (let pause = interval; ; pause = Math.min(pause * growth, interval * longest)) {
    const record = await tryLook();
    const audience = record === undefined ? null : named(provider, record);
    tell?.(audience);
    if (audience !== null && ["ready", "partial", "failed"].includes(audience.status)) {
      return audience;
    }
    const rest = timeout - waited;
    if (rest <= 0) {
      const said = audience?.vendorStatus ?? "";
      const word = said === "" ? "" : ` (${cleanText(said)})`;
      const state = audience === null ? "not shown yet" : `${audience.status}${word}`;
      const message = `${provider}: the audience is still ${state} after ${Math.round(waited / 1000)} s. The vendor goes on without us; wait again later.`;
      throw new AudienceError("timeout", message, { provider, operation });
    }
    const next = Math.min(pause, rest); // the last look is at the very end
    await sleep(next, signal);
    waited += next;
  }
}
