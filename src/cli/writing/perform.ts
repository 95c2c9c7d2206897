import { isAudienceError } from "../../core/errors.ts";
import { exitCodes } from "../exit.ts";
import type { ExitCode } from "../exit.ts";
import { isFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { interruptedText, membersText, outcomeJson, outcomeText } from "../output/outcome.ts";
import type { MembersOutcome, Outcome } from "./outcome.ts";

/** What is known of a write before it is done. */
export type Undertaking = Pick<Outcome, "operation" | "dryRun" | "provider" | "id">;
export type Done = Pick<Outcome, "id" | "audience" | "members">;

export interface Performing {
  readonly json: boolean;
  /** What it is repeated under, where that makes a difference. */
  readonly key?: string | undefined;
  /** What became of the members until now, where there are any. */
  readonly soFar?: (() => MembersOutcome) | undefined;
  /** Called when all is over, before anything is written. */
  readonly end: () => void;
}

/** Somebody is missing where rows were rejected for anything but having been there before. */
function exitOf({ members }: Outcome): ExitCode {
  const missing = members?.rejections.some(({ reason }) => reason !== "DUPLICATE_IN_SOURCE");
  return missing === true ? exitCodes.partial : exitCodes.complete;
}

/** What goes into the document; `null` = it is nobody's but ours. */
function failureOf(error: unknown, aborted: boolean, key: string | undefined): object | null {
  if (aborted) {
    return { code: "interrupted", message: "Interrupted.", idempotencyKey: key };
  }
  if (isAudienceError(error)) {
    return error.toJSON();
  }
  return isFailure(error) ? { code: "invalid_argument", message: error.message } : null;
}

/** Says what had been done when it failed, or was interrupted. */
async function tellUnfinished(
  undertaking: Undertaking,
  error: unknown,
  { json, key, soFar }: Performing,
  { stdout, stderr, signal }: Io,
): Promise<void> {
  const members = soFar?.() ?? null;
  const interrupted = signal.aborted && !undertaking.dryRun;
  const failure = failureOf(error, signal.aborted, key);
  if (json && failure !== null) {
    const id = (isAudienceError(error) ? error.created?.id : undefined) ?? undertaking.id;
    const outcome = { ...undertaking, id, audience: null, members };
    await stdout.write(outcomeJson(outcome, failure));
  } else if (members !== null && members.rejected > 0) {
    await stderr.write(membersText(members, undertaking.dryRun));
  }
  if (interrupted) {
    await stderr.write(`${interruptedText(undertaking.operation, members, key)}\n`);
  }
}

/** Does it and says what came of it. */
export async function perform(
  undertaking: Undertaking,
  performing: Performing,
  io: Io,
  work: () => Promise<Done>,
): Promise<ExitCode> {
  let outcome: Outcome;
  try {
    outcome = { ...undertaking, ...(await work()) };
  } catch (error) {
    performing.end();
    await tellUnfinished(undertaking, error, performing, io);
    throw error;
  }
  performing.end();
  await io.stdout.write(performing.json ? outcomeJson(outcome, null) : outcomeText(outcome, io));
  return exitOf(outcome);
}
