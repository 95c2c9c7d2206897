import { rm } from "node:fs/promises";
import path from "node:path";

import { openMigrateLibrary } from "../support/migrate-library.ts";
import { readMigrateInput } from "../support/migrate-input.ts";
import { peakMemory, timed } from "../support/variant.ts";

const input = readMigrateInput();
const { vendor, folder, file, id } = input;
const database = path.join(folder, `ledger-${process.pid}.db`);
const { planMigration, applyMigration, fingerprintFile, audiences, store } =
  await openMigrateLibrary(input, database);
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
