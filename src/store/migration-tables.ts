import type { SchemaStep } from "./schema.ts";

/** What migrations keep: plans, the members they carry, and the ledger of what was done. */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface MigrationTables {}

export const migrationTables: SchemaStep = {
  name: "0001-migrations",
  up: async () => undefined,
};
