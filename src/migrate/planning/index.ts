export type { MapMember } from "./journey.ts";
export type { PlanOptions, PlanProgress, Withheld } from "./options.ts";
export { planMigration } from "./plan-migration.ts";
export { pagesOf } from "./source.ts";
export type { MigrationSource, StreamSource } from "./source.ts";
export type { MigrationTarget, NewTarget } from "./target.ts";
