export { openJournal, readJournal } from "./journal.ts";
export { eraseRun } from "./forget.ts";
export { isLeased, takeLease } from "./lease.ts";
export type { Lease, LeaseOptions } from "./lease.ts";
export type { Machine } from "./machine.ts";
export { listParts, openParts, readPart } from "./parts.ts";
export type { OpenPart, PartSize } from "./parts.ts";
export { between } from "./part-text.ts";
export {
  beginPlanning,
  findRun,
  finishPlanning,
  loadPlanningState,
  saveParts,
} from "./planning.ts";
export type { PartText, PlanningStep } from "./planning-record.ts";
export { listRunIds, loadPlan, loadRun } from "./runs.ts";
export type { RunState, StoredRun } from "./runs.ts";
export { addSuppressed } from "./suppressed.ts";
export { readSteps, record, sumOf } from "./steps.ts";
export type { Phase, Recording, Step, StepKind } from "./steps.ts";
