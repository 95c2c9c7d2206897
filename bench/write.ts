// A million members from a CSV file, to Whop as a file and to Batch in parts: how fast, and in how much memory.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import * as z from "zod";

import { nextMessage, start } from "./support/child.ts";
import { compare, median } from "./support/compare.ts";
import { conclude, say, spread } from "./support/result.ts";
import { writeArgument, writePeople } from "./support/write-input.ts";

const members = 1_000_000;
const megabyte = 1_000_000;
/** The most that the process may ever have, in bytes. */
const ceiling = 200 * megabyte;

const target = z.object({
  baseUrl: z.string(),
  apiKey: z.string(),
  scope: z.string(),
  id: z.string(),
});
const targets = z.object({ whop: target, batch: target });

/**
 * For both variants. By default Node lets young objects take more the more memory a machine has: 128 MB of the peak on
 * one of 23 GB, whatever the program does.
 */
const flags = ["--max-semi-space-size=16"];
const temporary = await mkdtemp(path.join(tmpdir(), "audiencekit-bench-"));
const file = path.join(temporary, "people.csv");
await writePeople(file, members);
const results: Record<string, { ratio: number; limit: number }> = {};
for (const vendor of ["whop", "batch"] as const) {
  const server = start("support/emulators", null);
  try {
    const served = targets.parse(await nextMessage(server))[vendor];
    const input = writeArgument({ vendor, file, ...served });
    const compared = await compare({
      library: { script: "write-library", input, flags },
      bare: { script: "write-bare", input, flags },
    });
    say(`${vendor}, ${members} members`);
    spread("library, CPU", compared.of("library", "cpu"), " ms");
    spread("bare, CPU", compared.of("bare", "cpu"), " ms");
    spread("library, wall, with the vendor's time", compared.of("library", "wall"), " ms");
    spread("bare, wall", compared.of("bare", "wall"), " ms");
    for (const name of ["library", "bare"] as const) {
      const peaks = compared.of(name, "peak").map((bytes) => bytes / megabyte);
      spread(`${name}, peak`, peaks, " MB");
    }
    const lost = compared.of("library", "written").filter((written) => written !== members);
    results[`write.${vendor}.lost`] = { ratio: lost.length, limit: 0 };
    // 70 % of the throughput of the bare pipeline, in members a second of CPU.
    results[`write.${vendor}.cpu`] = {
      ratio: median(compared.ratios("cpu", "library", "bare")),
      limit: 1 / 0.7,
    };
    results[`write.${vendor}.peak`] = {
      ratio: Math.max(...compared.of("library", "peak")) / ceiling,
      limit: 1,
    };
  } finally {
    server.disconnect();
  }
}
await rm(temporary, { recursive: true });
conclude(results);
