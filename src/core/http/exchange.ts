import { tooLarge } from "./body.ts";
import type { CallContext } from "../call-context.ts";
import { isAudienceError } from "../errors.ts";
import { timedOut, tooBig, unreachable } from "./failure.ts";
import { maximumDelay } from "../runtime.ts";

/** A whole answer: nothing of it is still on its way. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface ExchangeSetup {
  readonly context: CallContext;
  /** From connecting to the last byte, in ms. */
  readonly timeout: number;
  readonly maxBodyBytes: number;
  readonly scrub: (text: string) => string;
}

/**
 * Runs one attempt under a deadline that covers all of it, the body included. An abort or the deadline ends it at
 * once, also where the fetch in use does not listen.
 * @throws AudienceError `timeout`, `network` or `invalid_response`; the signal's own reason on an abort
 */
export async function exchange(
  send: (signal: AbortSignal) => Promise<Answer>,
  { context, timeout, maxBodyBytes, scrub }: ExchangeSetup,
): Promise<Answer> {
  const { signal } = context;
  signal?.throwIfAborted(); // an abort that came before the listener below would be heard by nobody
  const controller = new AbortController();
  let stop: ((reason: unknown) => void) | undefined;
  // No listener on the controller's signal: fetch keeps that signal, and with it the whole answer, until a full collection.
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = reject;
  });
  const end = (reason: unknown): void => {
    controller.abort(reason);
    stop?.(reason);
  };
  const onAbort = (): void => end(signal?.reason);
  const onTimeout = (): void => end(timedOut(timeout, context));
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(onTimeout, Math.min(timeout, maximumDelay));
  try {
    return await Promise.race([send(controller.signal), stopped]);
  } catch (error) {
    // Closes what is still open, such as a body that nobody reads to its end.
    controller.abort();
    signal?.throwIfAborted();
    if (error === tooLarge) {
      throw tooBig(maxBodyBytes, context);
    }
    throw isAudienceError(error) ? error : unreachable(error, context, scrub);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}
