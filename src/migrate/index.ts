export { createIdentity } from "./identity.ts";
export type { IdentityOptions } from "./identity.ts";
export type { MapMember } from "./journey.ts";
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
export { planMigration } from "./plan-migration.ts";
export type { PlanOptions, PlanProgress, Withheld } from "./plan-options.ts";
export type { MigrationSource, StreamSource } from "./plan-source.ts";
export type { MigrationTarget, NewTarget } from "./plan-target.ts";
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
