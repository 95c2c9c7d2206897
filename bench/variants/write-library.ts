// From a file to a vendor.
import path from "node:path";

import { batch } from "../../adapters/batch.ts";
import { csv } from "../../adapters/csv.ts";
import { whop } from "../../adapters/whop.ts";
import { createAudiences } from "../../src/index.ts";
import { peakMemory, timed } from "../support/variant.ts";
import { readWriteInput } from "../support/write-input.ts";

const { vendor, file, baseUrl, apiKey, scope, id } = readWriteInput();

const options = { baseUrl, apiKey, requestsPerMinute: Number.POSITIVE_INFINITY };
const audiences = createAudiences({
  files: csv({ path: file }),
  whop: whop({ ...options, accountId: scope }),
  batch: batch({ ...options, projectKey: scope }),
});
let written = 0;
const { cpu, wall } = await timed(async () => {
  const members = audiences.listMembers({ provider: "files", id: path.basename(file) });
  ({ written } = await audiences.addMembers({ provider: vendor, id }, members));
});
process.send?.({ written, cpu, wall, peak: peakMemory() }, () => process.exit());
