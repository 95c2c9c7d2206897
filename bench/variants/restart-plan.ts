// Makes the plan that the others carry out.
import path from "node:path";

import { openMigrateLibrary } from "../support/migrate-library.ts";
import { readMigrateInput } from "../support/migrate-input.ts";

const input = readMigrateInput();
const { planMigration, audiences, store } = await openMigrateLibrary(
  input,
  path.join(input.folder, "ledger.db"),
);
const plan = await planMigration(audiences, {
  from: {
    name: input.file,
    members: audiences.listMembers({ provider: "people", id: input.file }),
  },
  to: { provider: input.vendor, id: input.id },
  store,
});
await store.close();
process.send?.({ members: plan.members }, () => process.exit());
