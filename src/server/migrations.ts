import type { MigrationView } from "./model.ts";

/** Where the dashboard gets the migrations from. */
export interface MigrationSource {
  /** The latest first. */
  list(): Promise<readonly MigrationView[]>;
}

/** There are none. */
export const noMigrations: MigrationSource = { list: async () => [] };
