// From a file to a vendor. The library as it is published: what strips types from sources takes memory of its own.
import path from "node:path";

import type * as Batch from "../../adapters/batch.ts";
import type * as Csv from "../../adapters/csv.ts";
import type * as Whop from "../../adapters/whop.ts";
import type * as Library from "../../src/index.ts";
import { peakMemory, timed } from "../support/variant.ts";
import { readWriteInput } from "../support/write-input.ts";

const { vendor, file, baseUrl, apiKey, scope, id, build } = readWriteInput();
const { createAudiences }: typeof Library = await import(`${build}/src/index.js`);
const { whop }: typeof Whop = await import(`${build}/adapters/whop.js`);
const { csv }: typeof Csv = await import(`${build}/adapters/csv.js`);
const { batch }: typeof Batch = await import(`${build}/adapters/batch.js`);

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
