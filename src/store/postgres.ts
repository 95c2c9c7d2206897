import { PostgresDialect } from "kysely";
import type { Dialect } from "kysely";

import { StoreError } from "./error.ts";

const bigintType = 20;

/** Counts come as text, for they could be larger than a number holds; ours are not. */
const parsers: Readonly<Record<number, (text: string) => unknown>> = { [bigintType]: Number };

/** A database that several machines share; `pg` is loaded here and nowhere else. */
export async function postgresDialect(address: string): Promise<Dialect> {
  const { default: pg } = await import("pg").catch((cause: unknown) => {
    const message =
      "A store on PostgreSQL needs the package pg, which is not installed: npm install pg";
    throw new StoreError("missing_package", message, { cause });
  });
  const { getTypeParser } = pg.types;
  const pool = new pg.Pool({
    connectionString: address,
    max: 4,
    application_name: "audiencekit",
    types: {
      getTypeParser: (type: number, format?: "text" | "binary") =>
        parsers[type] ?? getTypeParser(type, format),
    },
  });
  // A connection that breaks while it is idle is replaced when the next one is needed.
  pool.on("error", () => undefined);
  return new PostgresDialect({ pool });
}
