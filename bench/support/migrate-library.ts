import type { MigrateInput } from "./migrate-input.ts";

/** The files and the vendors of a migration, and the store it is kept in. */
export async function openMigrateLibrary(
  { folder, baseUrl, apiKey, scope }: MigrateInput,
  database: string,
  ask: typeof fetch = fetch,
) {
  const { createAudiences } = await import("../../src/index.ts");
  const { whop } = await import("../../adapters/whop.ts");
  const { batch } = await import("../../adapters/batch.ts");
  const { csv } = await import("../../adapters/csv.ts");
  const migrate = await import("../../src/migrate/index.ts");
  const { openStore } = await import("../../src/store/index.ts");
  const options = { baseUrl, apiKey, requestsPerMinute: Number.POSITIVE_INFINITY, fetch: ask };
  const audiences = createAudiences({
    people: csv({ path: folder }),
    whop: whop({ ...options, accountId: scope }),
    batch: batch({ ...options, projectKey: scope }),
  });
  const store = await openStore({ address: `file:${database}` });
  return { ...migrate, audiences, store };
}
