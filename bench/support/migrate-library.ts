// The library as it is published: what strips types from sources takes memory of its own.
import type * as Batch from "../../adapters/batch.ts";
import type * as Csv from "../../adapters/csv.ts";
import type * as Whop from "../../adapters/whop.ts";
import type * as Library from "../../src/index.ts";
import type * as Migrate from "../../src/migrate/index.ts";
import type * as Stores from "../../src/store/index.ts";
import type { MigrateInput } from "./migrate-input.ts";

/** The files and the vendors of a migration, and the store it is kept in. */
export async function openMigrateLibrary(
  { build, folder, baseUrl, apiKey, scope }: MigrateInput,
  database: string,
  ask: typeof fetch = fetch,
) {
  const { createAudiences }: typeof Library = await import(`${build}/src/index.js`);
  const { whop }: typeof Whop = await import(`${build}/adapters/whop.js`);
  const { batch }: typeof Batch = await import(`${build}/adapters/batch.js`);
  const { csv }: typeof Csv = await import(`${build}/adapters/csv.js`);
  const migrate: typeof Migrate = await import(`${build}/src/migrate/index.js`);
  const { openStore }: typeof Stores = await import(`${build}/src/store/index.js`);
  const options = { baseUrl, apiKey, requestsPerMinute: Number.POSITIVE_INFINITY, fetch: ask };
  const audiences = createAudiences({
    people: csv({ path: folder }),
    whop: whop({ ...options, accountId: scope }),
    batch: batch({ ...options, projectKey: scope }),
  });
  const store = await openStore({ address: `file:${database}` });
  return { ...migrate, audiences, store };
}
