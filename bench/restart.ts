// A migration of a million people that is killed near its end: how soon the next process writes what is missing.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import * as z from "zod";

import { nextMessage, run, start } from "./support/child.ts";
import { median, repetitions } from "./support/compare.ts";
import { migrateArgument, writePeople } from "./support/migrate-input.ts";
import { conclude, say, spread } from "./support/result.ts";

const members = Number(process.env["BENCH_MEMBERS"] ?? 1_000_000);
const partSize = 10_000;
/** Most of it is done by then, and some parts are left for the processes that go on. */
const before = Math.max(1, Math.ceil(members / partSize) - repetitions - 2);
/** From the start of the process to its first write, in ms. */
const longest = 2000;

const served = z.object({
  batch: z.object({
    baseUrl: z.string(),
    apiKey: z.string(),
    scope: z.string(),
    id: z.string(),
  }),
});

const folder = await mkdtemp(path.join(tmpdir(), "audiencekit-bench-"));
const server = start("support/emulators", null);
try {
  const { batch } = served.parse(await nextMessage(server));
  await writePeople(path.join(folder, "all.csv"), members);
  const [text = ""] = migrateArgument({
    vendor: "batch",
    folder,
    file: "all.csv",
    members,
    ...batch,
  });
  const planned = await run({ script: "restart-plan", input: [text] });
  await run({ script: "restart-apply", input: [text, String(before)] });
  const restarts: Awaited<ReturnType<typeof run>>[] = [];
  while (restarts.length < repetitions) {
    restarts.push(await run({ script: "restart-apply", input: [text, "1"] }));
  }
  const of = (name: string): readonly number[] =>
    restarts.map((figures) => figures[name] ?? Number.NaN);
  say(`${planned["members"]} people, killed with write ${before} on its way`);
  spread("to the first new write, from the start of the work", of("work"), " ms");
  spread("from the start of the process", of("process"), " ms");
  conclude({ "restart.seconds": { ratio: median(of("process")) / longest, limit: 1 } });
} finally {
  server.disconnect();
  await rm(folder, { recursive: true, force: true });
}
