import type { Kysely } from "kysely";

import { historyTables } from "./history-tables.ts";
import type { HistoryTables } from "./history-tables.ts";
import { migrationTables } from "./migration-tables.ts";
import type { MigrationTables } from "./migration-tables.ts";

/** The tables of one store, the same on every engine. */
export type Tables = MigrationTables & HistoryTables;

/** The names of column types where the engines differ. */
export interface ColumnTypes {
  /** A whole number up to 2^53. */
  readonly integer: "integer" | "bigint";
  /** A floating-point number. */
  readonly real: "real" | "double precision";
  readonly bytes: "blob" | "bytea";
}

/** One change of the shape of a store; never altered once it was published. */
export interface SchemaStep {
  readonly name: string;
  // A step makes the very tables that the types describe, so it cannot be typed by them.
  readonly up: (database: Kysely<unknown>, types: ColumnTypes) => Promise<void>;
}

/** In the order in which they are made; a store knows by their names how far it has come. */
export const steps: readonly SchemaStep[] = [migrationTables, historyTables];
