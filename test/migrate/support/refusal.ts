import type { MigrationError } from "../../../src/migrate/error.ts";
import { isMigrationError } from "../../../src/migrate/error.ts";

/** The error of a migration that is refused, or stopped. */
export async function refusal(work: Promise<unknown>): Promise<MigrationError> {
  const settled: unknown = await work.catch((error: unknown) => error);
  if (!isMigrationError(settled)) {
    throw new Error("It was no MigrationError.", { cause: settled });
  }
  return settled;
}
