import type { SchemaStep } from "./schema.ts";

/** One listing of all providers that were asked. */
interface SnapshotTable {
  readonly id: number;
  /** Epoch milliseconds; rises with the id. */
  readonly taken_at: number;
}

/** What one snapshot found of one provider. */
interface ReadingTable {
  readonly snapshot: number;
  readonly provider: string;
  /** Among the providers of the snapshot. */
  readonly place: number;
  readonly vendor: string;
  readonly state: string;
  /** Audiences that were seen. */
  readonly audiences: number;
  readonly error_code: string | null;
  readonly error_message: string | null;
  /** What is different from the reading before, packed. */
  readonly delta: Uint8Array;
}

/** The vendors' own records as they were last seen, many of them packed together. */
interface RecordTable {
  readonly provider: string;
  readonly bucket: number;
  readonly records: Uint8Array;
}

/** What the history keeps: snapshots of listings and the audiences in them. */
export interface HistoryTables {
  readonly history_snapshots: SnapshotTable;
  readonly history_readings: ReadingTable;
  readonly history_records: RecordTable;
}

export const historyTables: SchemaStep = {
  name: "0002-history",
  async up(database, { integer }) {
    const bytes = integer === "bigint" ? "bytea" : "blob";
    await database.schema
      .createTable("history_snapshots")
      .addColumn("id", integer, (column) => column.primaryKey())
      .addColumn("taken_at", integer, (column) => column.notNull())
      .execute();
    await database.schema
      .createTable("history_readings")
      .addColumn("snapshot", integer, (column) => column.notNull())
      .addColumn("provider", "text", (column) => column.notNull())
      .addColumn("place", integer, (column) => column.notNull())
      .addColumn("vendor", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("audiences", integer, (column) => column.notNull())
      .addColumn("error_code", "text")
      .addColumn("error_message", "text")
      .addColumn("delta", bytes, (column) => column.notNull())
      .addPrimaryKeyConstraint("history_readings_key", ["snapshot", "provider"])
      .addForeignKeyConstraint(
        "history_readings_of_snapshot",
        ["snapshot"],
        "history_snapshots",
        ["id"],
        (constraint) => constraint.onDelete("cascade"),
      )
      .execute();
    await database.schema
      .createTable("history_records")
      .addColumn("provider", "text", (column) => column.notNull())
      .addColumn("bucket", integer, (column) => column.notNull())
      .addColumn("records", bytes, (column) => column.notNull())
      .addPrimaryKeyConstraint("history_records_key", ["provider", "bucket"])
      .execute();
  },
};
