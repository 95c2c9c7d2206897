import type { AudienceRef, AudienceStatus, Count, LossReason } from "../../core/model.ts";
import { sumOf } from "../ledger/index.ts";
import type { RunState } from "../ledger/index.ts";
import { targetOf } from "./create.ts";
import { numberIn, textIn } from "./session.ts";
import type { Session } from "./session.ts";

/** What became of a migration. */
export interface ApplyResult {
  readonly run: string;
  readonly state: RunState;
  readonly target: AudienceRef & { readonly name: string };
  /** Whether this run has made the target. */
  readonly made: boolean;
  /** Members of the plan: `written` + `suppressed` + `rejected`. */
  readonly members: number;
  /** Members that the vendor has taken. */
  readonly written: number;
  /** Members who were put on a suppression list after the plan was made. */
  readonly suppressed: number;
  /** Members that were not taken after all. */
  readonly rejected: number;
  readonly reasons: Readonly<Partial<Record<LossReason, number>>>;
  /** Where the target stood when all was written; `null` = its vendor does not tell. `partial` and `failed` are no success. */
  readonly status: AudienceStatus | null;
  readonly size: Count | null;
  /** Whether an answer was lost, and what was written was found by looking. */
  readonly adopted: boolean;
}

const isReasons = (value: unknown): value is Readonly<Partial<Record<LossReason, number>>> =>
  typeof value === "object" && value !== null;

/** What the ledger says. */
export function resultOf(session: Session, state: RunState): ApplyResult {
  const { plan, run } = session;
  const steps = [...session.steps.values()];
  const reasons: Partial<Record<LossReason, number>> = {};
  for (const { detail } of steps) {
    const given = detail["reasons"];
    for (const [reason, count] of Object.entries(isReasons(given) ? given : {})) {
      Object.assign(reasons, { [reason]: (Reflect.get(reasons, reason) ?? 0) + count });
    }
  }
  const target = targetOf(session);
  const suppressed = sumOf(steps, "withheld");
  const rejected = sumOf(steps, "rejected");
  const waited = steps.find(({ kind }) => kind === "wait");
  const size = numberIn(waited, "size");
  const unit = textIn(waited, "unit");
  return {
    run,
    state,
    target: { provider: plan.to.provider, id: target?.ref.id ?? "", name: plan.to.name },
    made: target?.made ?? false,
    members: plan.members,
    written: plan.members - suppressed - rejected,
    suppressed,
    rejected,
    reasons,
    status: statusOf(textIn(waited, "status")),
    size: size === undefined || unit === undefined ? null : { value: size, unit: unitOf(unit) },
    adopted: steps.some(({ detail }) => detail["adopted"] === true),
  };
}

const statuses: readonly AudienceStatus[] = ["processing", "ready", "partial", "failed", "unknown"];
const statusOf = (word: string | undefined): AudienceStatus | null =>
  statuses.find((status) => status === word) ?? null;

const units: readonly Count["unit"][] = ["rows", "ids", "people"];
const unitOf = (word: string): Count["unit"] => units.find((unit) => unit === word) ?? "people";
