export { createIdentity } from "./identity.ts";
export type { IdentityOptions } from "./identity.ts";
export { normalizeMember } from "../core/writing/normalize.ts";
export type {
  Caveat,
  CaveatCode,
  CrosswalkGain,
  FieldFate,
  FileFingerprint,
  Loss,
  Plan,
  PlanDraft,
  PlanLossReason,
  PlanSource,
  PlanSummary,
  PlanTarget,
  TargetState,
} from "./plan.ts";
export { loadPlan } from "./ledger/index.ts";
export { planMigration } from "./planning/index.ts";
export type {
  MapMember,
  MigrationSource,
  MigrationTarget,
  NewTarget,
  PlanOptions,
  PlanProgress,
  StreamSource,
  Withheld,
} from "./planning/index.ts";
export { fingerprintFile } from "./file-fingerprint.ts";
export { renderPlanHtml } from "./render/html.ts";
export { renderPlanText } from "./render/text.ts";
export { applyMigration } from "./apply/index.ts";
export type {
  ApplyOptions,
  ApplyResult,
  Decision,
  Guards,
  MigrationProgress,
} from "./apply/index.ts";
export { isMigrationError, MigrationError } from "./error.ts";
export type { MigrationErrorCode, MigrationErrorOptions } from "./error.ts";
export { forgetMigration } from "./forget.ts";
export type { ForgetOptions, ForgetResult } from "./forget.ts";
export { listMigrations, migrationStatus } from "./status.ts";
export type { MigrationStatus } from "./status.ts";
export { undoMigration } from "./undo.ts";
export type { UndoOptions, UndoResult } from "./undo.ts";
export { verifyMigration } from "./verify.ts";
export type { VerifyCheck, VerifyOptions, VerifyResult } from "./verify.ts";
