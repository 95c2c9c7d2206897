export { createIdentity } from "./identity.ts";
export type { IdentityOptions } from "./identity.ts";
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
