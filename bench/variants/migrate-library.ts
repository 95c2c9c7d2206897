// The library as it is published: what strips types from sources takes memory of its own.
import { rm } from "node:fs/promises";
import path from "node:path";

import type * as Batch from "../../adapters/batch.ts";
import type * as Csv from "../../adapters/csv.ts";
import type * as Whop from "../../adapters/whop.ts";
import type * as Library from "../../src/index.ts";
import type * as Migrate from "../../src/migrate/index.ts";
import type * as Stores from "../../src/store/index.ts";
import { readMigrateInput } from "../support/migrate-input.ts";
import { peakMemory, timed } from "../support/variant.ts";

const { vendor, folder, file, baseUrl, apiKey, scope, id, build } = readMigrateInput();
const { createAudiences }: typeof Library = await import(`${build}/src/index.js`);
const { whop }: typeof Whop = await import(`${build}/adapters/whop.js`);
const { batch }: typeof Batch = await import(`${build}/adapters/batch.js`);
const { csv }: typeof Csv = await import(`${build}/adapters/csv.js`);
const { planMigration, applyMigration, fingerprintFile }: typeof Migrate = await import(
  `${build}/src/migrate/index.js`
);
const { openStore }: typeof Stores = await import(`${build}/src/store/index.js`);

const options = { baseUrl, apiKey, requestsPerMinute: Number.POSITIVE_INFINITY };
const audiences = createAudiences({
  people: csv({ path: folder }),
  whop: whop({ ...options, accountId: scope }),
  batch: batch({ ...options, projectKey: scope }),
});
const database = path.join(folder, `ledger-${process.pid}.db`);
const store = await openStore({ address: `file:${database}` });
let written = 0;
let planning = 0;
const { cpu, wall } = await timed(async () => {
  const before = process.cpuUsage();
  const plan = await planMigration(audiences, {
    // As the command line does it: whether the file is the same is seen by its bytes.
    from: {
      name: file,
      members: audiences.listMembers({ provider: "people", id: file }),
      file: await fingerprintFile(path.join(folder, file)),
    },
    to: { provider: vendor, id },
    store,
  });
  const { user, system } = process.cpuUsage(before);
  planning = (user + system) / 1000;
  ({ written } = await applyMigration(audiences, plan, { store }));
});
await store.close();
await Promise.all(["", "-wal", "-shm"].map((end) => rm(`${database}${end}`, { force: true })));
process.send?.({ written, planning, cpu, wall, peak: peakMemory() }, () => process.exit());
