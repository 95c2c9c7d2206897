// Whop and Batch, in a process of their own, doing everything at once.
import { serveEmulators } from "../../src/testing/index.ts";

const served = await serveEmulators({
  port: 0,
  size: 1,
  whop: { keep: "counts", times: { file: 0, lag: 0, pending: 0, processing: 0, syncing: 0 } },
  batch: { times: { indexing: 0 } },
});
const { whop, batch } = served;
// Both take further members: one made of a file, and one that is empty.
const list = served.emulators.whop.audiences.add({ status: "ready" });
const ids = served.emulators.batch.audiences.add({ name: "bench", ids: 0 });
process.send?.({
  whop: { baseUrl: whop.baseUrl, apiKey: whop.apiKey, scope: whop.accountId, id: list.id },
  batch: { baseUrl: batch.baseUrl, apiKey: batch.apiKey, scope: batch.projectKey, id: ids.name },
});
process.on("disconnect", () => process.exit());
