import { createHash } from "node:crypto";

import type { Audiences, Providers } from "../../core/facade.ts";
import { insideOf } from "../../core/inside.ts";
import type { MemberSource } from "../../core/writing/member-stream.ts";
import { defaultRuntime } from "../../core/runtime.ts";
import type { Runtime } from "../../core/runtime.ts";
import { hashWords } from "../../core/text-hash.ts";
import type { Store } from "../../store/index.ts";
import { anyAudiences } from "../any-audiences.ts";
import { MigrationError } from "../error.ts";
import { createIdentity } from "../identity.ts";
import {
  addSuppressed,
  loadPlanningState,
  loadRun,
  readSteps,
  takeLease,
} from "../ledger/index.ts";
import type { Lease, Machine, StoredRun } from "../ledger/index.ts";
import { createMarking } from "../marks.ts";
import type { Plan } from "../plan.ts";
import { readSuppression, savedSuppression } from "../suppression.ts";
import type { Suppression } from "../suppression.ts";
import { checkGuards, checkStale } from "./check.ts";
import type { Guards } from "../guards.ts";
import { ensureTarget } from "./create.ts";
import { writeParts } from "./parts.ts";
import { createProgress } from "./progress.ts";
import type { MigrationProgress } from "./progress.ts";
import { resultOf } from "./result.ts";
import type { ApplyResult } from "./result.ts";
import { createSession } from "./session.ts";
import type { Session } from "./session.ts";
import { waitForTarget } from "./wait.ts";
import { createWriter } from "./writing.ts";
import type { Writer } from "./writing.ts";
import type { Decision } from "./doubt.ts";

export interface ApplyOptions {
  /** Where the plan is, and where every step is put down. */
  readonly store: Store;
  /** What stops it before its first write. @default nothing */
  readonly guards?: Guards | undefined;
  /** People who are never to be written, besides those whom the plan knows; from now on this run keeps them. @default none */
  readonly suppress?: MemberSource | undefined;
  /**
   * Whether the first call reads the members of the source again, where its vendor gives no size or no time of its last
   * change; what the vendor does give is compared in any case. @default true
   */
  readonly checkSource?: boolean | undefined;
  readonly onProgress?: ((progress: MigrationProgress) => void) | undefined;
  /** Stops it between steps; the same call goes on from there. */
  readonly signal?: AbortSignal | undefined;
  /** What a person has found out after it stopped with `unclear`. @default it looks by itself */
  readonly decision?: Decision | undefined;
  /** Epoch milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** Waits for so many ms, or rejects with the signal's reason. @default a timer */
  readonly sleep?: Runtime["sleep"] | undefined;
  /** Tells this process from others. @default as the system does */
  readonly machine?: Machine | undefined;
}

function notToBeApplied({ id, state }: StoredRun): MigrationError {
  const reasons: Partial<Record<StoredRun["state"], string>> = {
    planning: "its plan is not made yet. Finish it with the command that began it",
    undoing: "it is being undone. Finish that first",
    undone: "it was undone. Plan again",
    forgotten: "it was forgotten. Plan again",
  };
  const message = `The migration ${id} cannot be applied: ${reasons[state] ?? "it has no plan"}.`;
  return new MigrationError("unsupported", message, { run: id });
}

/** The plan that the store has; the one given must be that one. */
export async function planOf(store: Store, given: Plan | string): Promise<[StoredRun, Plan]> {
  const run = await loadRun(store, typeof given === "string" ? given : given.id);
  const { plan } = run;
  if (plan === undefined) {
    throw notToBeApplied(run);
  }
  if (typeof given !== "string" && given.digest !== plan.digest) {
    const message = `The plan ${plan.id} that was given is not the one in ${store.label}: one of the two was changed. Give the run's id alone, or plan again.`;
    throw new MigrationError("stale", message, { run: plan.id, differences: ["The plan."] });
  }
  return [run, plan];
}

const nobody = new Uint8Array(0);
const markBytes = hashWords * 4;

/** Those that are not kept yet: the same list given twice is the same list. */
function newIn(bytes: Uint8Array, known: Pick<Suppression, "has">): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fresh: Uint8Array[] = [];
  for (let at = 0; at + markBytes <= bytes.length; at += markBytes) {
    const words = [0, 4, 8].map((word) => view.getUint32(at + word, true));
    if (!known.has(words)) {
      fresh.push(bytes.subarray(at, at + markBytes));
    }
  }
  return new Uint8Array(Buffer.concat(fresh));
}

/** Everybody who is never to be written: those the plan knows, and those who are given now and kept from now on. */
async function listsOf(
  store: Store,
  { id, salt, plan }: StoredRun,
  { suppress, signal }: ApplyOptions,
  lease: Lease,
): Promise<Pick<Writer, "lists" | "digest">> {
  if (suppress !== undefined) {
    const marking = createMarking(
      salt,
      createIdentity({ defaultCountry: plan?.defaultCountry ?? undefined }),
    );
    const list = await readSuppression(suppress, marking, signal);
    const known = savedSuppression((await loadPlanningState(store, id))?.suppressed ?? nobody);
    await addSuppressed(store, id, lease, newIn(list.bytes(), known));
  }
  const bytes = (await loadPlanningState(store, id))?.suppressed ?? null;
  return bytes === null
    ? { lists: [], digest: "none" }
    : {
        lists: [savedSuppression(bytes)],
        digest: createHash("sha256").update(bytes).digest("hex").slice(0, 16),
      };
}

/** Opens what the steps of a run share; the lease is the caller's. */
export async function openSession(
  audiences: Audiences<Providers>,
  plan: Plan,
  lease: Lease,
  phase: "apply" | "undo",
  options: Pick<ApplyOptions, "store" | "signal" | "now" | "sleep">,
): Promise<Session> {
  const { store, signal, now = Date.now, sleep = defaultRuntime.sleep } = options;
  const adapter = insideOf(audiences).registry.adapterOf(plan.to.provider);
  const steps = await readSteps(store, plan.id, phase);
  return createSession({
    audiences,
    adapter,
    store,
    plan,
    lease,
    phase,
    steps,
    signal,
    now,
    sleep,
  });
}

const noLease: Lease = {
  hold: async () => {
    throw new TypeError("Nothing is written by who only reads.");
  },
  [Symbol.asyncDispose]: async () => undefined,
};

/** What the ledger says of a run, for those who only read it. */
export function openReading(
  audiences: Audiences<Providers>,
  plan: Plan,
  options: Pick<ApplyOptions, "store" | "signal" | "now" | "sleep">,
): Promise<Session> {
  return openSession(audiences, plan, noLease, "apply", options);
}

/**
 * Carries a plan out. What was done is in the store before and after each write: killed at any instant, the same call
 * goes on, and the target ends as if nothing had happened.
 * @param planOrId the plan, or the id of its run
 * @throws MigrationError `stale`, `guard`, `busy`, `unclear`, `unsupported`, `not_found`, `damaged`
 * @throws AudienceError for what a vendor refuses; the signal's own reason on an abort
 * @throws StoreError where the store fails; then the write whose intent was not kept was not sent
 */
export async function applyMigration<P extends Providers>(
  audiences: Audiences<P>,
  planOrId: Plan | string,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const { store, signal, now = Date.now, machine } = options;
  signal?.throwIfAborted();
  const [{ id }, plan] = await planOf(store, planOrId);
  await using lease = await takeLease(store, id, { now, machine });
  const run = await loadRun(store, id); // it may have been at work until now
  if (!["planned", "applying", "applied"].includes(run.state)) {
    throw notToBeApplied(run);
  }
  const session = await openSession(anyAudiences(audiences), plan, lease, "apply", options);
  const progress = createProgress(id, plan.members, now, options.onProgress);
  if (run.state !== "applied") {
    progress.enter("checking");
    if (session.steps.size === 0) {
      checkGuards(plan, options.guards ?? {});
      await checkStale(session, { salt: run.salt, readAgain: options.checkSource !== false });
    }
    const lists = await listsOf(store, run, options, lease);
    const writer = createWriter({ ...lists, progress, decision: options.decision });
    progress.enter("creating");
    const target = await ensureTarget(session, writer);
    if (!plan.to.createsWithMembers || !target.made) {
      progress.enter("writing");
      await writeParts(session, writer, target);
    }
    progress.enter("waiting");
    await waitForTarget(session, target);
  }
  progress.begin(plan.members);
  progress.enter("done");
  return resultOf(session, "applied");
}
