import type { SchemaStep } from "./schema.ts";

/** What the history keeps: snapshots of listings and the audiences in them. */
// oxlint-disable-next-line typescript/no-empty-object-type
export interface HistoryTables {}

export const historyTables: SchemaStep = {
  name: "0002-history",
  up: async () => undefined,
};
