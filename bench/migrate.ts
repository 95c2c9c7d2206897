// A million people of a CSV file, planned and applied to Whop and to Batch, with the ledger on SQLite.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import * as z from "zod";

import { nextMessage, start } from "./support/child.ts";
import { compare, median } from "./support/compare.ts";
import { migrateArgument, writePeople } from "./support/migrate-input.ts";
import { conclude, say, spread } from "./support/result.ts";

const members = Number(process.env["BENCH_MEMBERS"] ?? 1_000_000);
const fewer = members / 5;
const megabyte = 1_000_000;
/** The most that the process may ever have, and by how much it may grow from a fifth of the people to all, in bytes. */
const ceiling = 300 * megabyte;
const growth = 60 * megabyte;

/**
 * V8 lets its space for young objects grow to 128 MB where some of them live a while, as the members of a part do. This
 * is how somebody runs it who has to keep within some memory; docs/migrating.md says so.
 */
const flags = ["--max-semi-space-size=16"];

const target = z.object({
  baseUrl: z.string(),
  apiKey: z.string(),
  scope: z.string(),
  id: z.string(),
});
const targets = z.object({ whop: target, batch: target });

const folder = await mkdtemp(path.join(tmpdir(), "audiencekit-bench-"));
const results: Record<string, { ratio: number; limit: number }> = {};
try {
  await writePeople(path.join(folder, "all.csv"), members);
  await writePeople(path.join(folder, "fewer.csv"), fewer);
  for (const vendor of ["whop", "batch"] as const) {
    const server = start("support/emulators", null);
    try {
      const served = targets.parse(await nextMessage(server))[vendor];
      const common = { vendor, folder, ...served };
      const input = migrateArgument({ ...common, file: "all.csv", members });
      const compared = await compare({
        library: { script: "migrate-library", input, flags },
        bare: { script: "migrate-bare", input },
        fewer: {
          script: "migrate-library",
          flags,
          input: migrateArgument({ ...common, file: "fewer.csv", members: fewer }),
        },
      });
      const peaks = (name: "library" | "fewer"): readonly number[] => compared.of(name, "peak");
      say(`${vendor}, ${members} people`);
      spread("library, CPU", compared.of("library", "cpu"), " ms");
      spread("of it the plan", compared.of("library", "planning"), " ms");
      spread("bare, CPU", compared.of("bare", "cpu"), " ms");
      spread("library, wall, with the vendor's time", compared.of("library", "wall"), " ms");
      spread("bare, wall, without a vendor", compared.of("bare", "wall"), " ms");
      spread(
        "library, peak",
        peaks("library").map((bytes) => bytes / megabyte),
        " MB",
      );
      spread(
        `with ${fewer}, peak`,
        peaks("fewer").map((bytes) => bytes / megabyte),
        " MB",
      );
      const lost = compared.of("library", "written").filter((written) => written !== members);
      const grown = peaks("library").map((peak, index) => peak - (peaks("fewer")[index] ?? 0));
      results[`migrate.${vendor}.lost`] = { ratio: lost.length, limit: 0 };
      results[`migrate.${vendor}.cpu`] = {
        ratio: median(compared.ratios("cpu", "library", "bare")),
        limit: 4,
      };
      results[`migrate.${vendor}.wall`] = {
        ratio: median(compared.ratios("wall", "library", "bare")),
        limit: 4,
      };
      results[`migrate.${vendor}.peak`] = {
        ratio: Math.max(...peaks("library")) / ceiling,
        limit: 1,
      };
      results[`migrate.${vendor}.growth`] = { ratio: median(grown) / growth, limit: 1 };
    } finally {
      server.disconnect();
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
conclude(results);
