import type { CreateTableBuilder } from "kysely";

import type { ColumnTypes, SchemaStep } from "./schema.ts";

/** A migration, from its planning on. */
export interface MigrationRunRow {
  readonly id: string;
  /** `planning`, `planned`, `applying`, `applied`, `undoing`, `undone` or `forgotten`. */
  readonly state: string;
  /** What the planning was asked for, as a digest: the same may go on with it. */
  readonly inputs: string;
  /** For people to read. */
  readonly label: string;
  /** Of all fingerprints. */
  readonly salt: string;
  /** As JSON; `null` while it is being made. */
  readonly plan: string | null;
  /** How far the planning has counted, as JSON. */
  readonly tally: string | null;
  /** Where the planning goes on reading. */
  readonly continuation: string | null;
  /** ISO 8601. */
  readonly created_at: string;
  /** Epoch milliseconds. */
  readonly updated_at: number;
}

/** Members of a plan, as they are to be written. */
export interface MigrationPartRow {
  readonly run: string;
  readonly number: number;
  readonly size: number;
  /** As JSON in UTF-8. */
  readonly members: Uint8Array;
  /** Of all of it: what is damaged must not be written. */
  readonly digest: string;
  /** Of every identifier that its members had. */
  readonly fingerprints: Uint8Array;
}

/** One write of a run: put down before it is sent, and after it was answered. */
export interface MigrationStepRow {
  readonly run: string;
  /** `apply` or `undo`. */
  readonly phase: string;
  readonly number: number;
  readonly kind: string;
  /** `intent`, `done` or `failed`. */
  readonly state: string;
  /** What the vendor tells repeats of it by. */
  readonly idempotency_key: string;
  /** As JSON; no person and no secret is in it. */
  readonly detail: string;
  readonly started_at: number;
  readonly ended_at: number | null;
}

/** What an adapter has to find again to repeat a write byte by byte. */
export interface MigrationJournalRow {
  readonly run: string;
  readonly step: string;
  readonly name: string;
  readonly value: string;
}

/** Who is never written: salted fingerprints, a handful to a row. */
export interface MigrationSuppressedRow {
  readonly run: string;
  readonly number: number;
  readonly fingerprints: Uint8Array;
}

/** Who is at work on what. */
export interface LeaseRow {
  readonly name: string;
  readonly holder: string;
  /** Of the machine, and of the space its process numbers are of. */
  readonly host: string;
  readonly pid: number;
  /** When the process began, as its system tells: numbers of processes come again. */
  readonly started: string;
  readonly expires_at: number;
}

/** What migrations keep: plans, the members they carry, and the ledger of what was done. */
export interface MigrationTables {
  readonly migration_runs: MigrationRunRow;
  readonly migration_parts: MigrationPartRow;
  readonly migration_steps: MigrationStepRow;
  readonly migration_journal: MigrationJournalRow;
  readonly migration_suppressed: MigrationSuppressedRow;
  readonly leases: LeaseRow;
}

type Column = readonly [
  name: string,
  type: "text" | ColumnTypes["integer" | "bytes"],
  optional?: "optional",
];

function tablesOf({ integer, bytes }: ColumnTypes): readonly {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly Column[];
}[] {
  return [
    {
      name: "migration_runs",
      key: ["id"],
      columns: [
        ["id", "text"],
        ["state", "text"],
        ["inputs", "text"],
        ["label", "text"],
        ["salt", "text"],
        ["plan", "text", "optional"],
        ["tally", "text", "optional"],
        ["continuation", "text", "optional"],
        ["created_at", "text"],
        ["updated_at", integer],
      ],
    },
    {
      name: "migration_parts",
      key: ["run", "number"],
      columns: [
        ["run", "text"],
        ["number", integer],
        ["size", integer],
        ["members", bytes],
        ["digest", "text"],
        ["fingerprints", bytes],
      ],
    },
    {
      name: "migration_steps",
      key: ["run", "phase", "number"],
      columns: [
        ["run", "text"],
        ["phase", "text"],
        ["number", integer],
        ["kind", "text"],
        ["state", "text"],
        ["idempotency_key", "text"],
        ["detail", "text"],
        ["started_at", integer],
        ["ended_at", integer, "optional"],
      ],
    },
    {
      name: "migration_journal",
      key: ["run", "step", "name"],
      columns: [
        ["run", "text"],
        ["step", "text"],
        ["name", "text"],
        ["value", "text"],
      ],
    },
    {
      name: "migration_suppressed",
      key: ["run", "number"],
      columns: [
        ["run", "text"],
        ["number", integer],
        ["fingerprints", bytes],
      ],
    },
    {
      name: "leases",
      key: ["name"],
      columns: [
        ["name", "text"],
        ["holder", "text"],
        ["host", "text"],
        ["pid", integer],
        ["started", "text"],
        ["expires_at", integer],
      ],
    },
  ];
}

export const migrationTables: SchemaStep = {
  name: "0001-migrations",
  up: async (database, types) => {
    for (const { name, key, columns } of tablesOf(types)) {
      let table: CreateTableBuilder<string, string> = database.schema.createTable(name);
      for (const [column, type, optional] of columns) {
        table = table.addColumn(column, type, (made) =>
          optional === undefined ? made.notNull() : made,
        );
      }
      await table.addPrimaryKeyConstraint(`${name}_key`, [...key]).execute();
    }
  },
};
