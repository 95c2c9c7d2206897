// One process at work on a migration: told on its command line where everything is, and at which instant it kills
// itself. What it can say at its end is one line of JSON.
import { batch } from "../../../adapters/batch.ts";
import { whop } from "../../../adapters/whop.ts";
import { createAudiences } from "../../../src/core/audiences.ts";
import { applyMigration } from "../../../src/migrate/apply/index.ts";
import { openStore } from "../../../src/store/index.ts";
import { createLife } from "./fate.ts";
import { watchedFetch, watchedStore } from "./watched.ts";

export interface Task {
  readonly address: string;
  readonly run: string;
  readonly whop: { readonly baseUrl: string; readonly apiKey: string; readonly accountId: string };
  readonly batch: {
    readonly baseUrl: string;
    readonly apiKey: string;
    readonly projectKey: string;
  };
  /** Counting from 0; absent = it lives on. */
  readonly at?: number;
}

export interface Report {
  /** `done`, or the code of the error. */
  readonly end: string;
  readonly message: string;
  readonly instants: number;
  /** From the start of the work to the first request that writes, in ms; `null` = there was none. */
  readonly firstWrite: number | null;
  /** The most memory that it had, in MB. */
  readonly memory: number;
}

const task: Task = JSON.parse(process.argv[2] ?? "{}");
const life = createLife({ at: task.at, stroke: "kill" });
void life.killed.then(() => process.kill(process.pid, "SIGKILL"));

/** A vendor's minute is as short as a test's moment. */
const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.min(milliseconds, 5));
  });

const began = performance.now();
let firstWrite: number | null = null;
const fetch = watchedFetch(async (input, init) => {
  const method = init?.method ?? (input instanceof Request ? input.method : "GET");
  firstWrite ??= method === "GET" ? null : performance.now() - began;
  return globalThis.fetch(input, init);
}, life);
const http = { fetch, sleep, requestsPerMinute: Number.POSITIVE_INFINITY };
const audiences = createAudiences({
  whop: whop({ ...task.whop, ...http }),
  batch: batch({ ...task.batch, ...http }),
});

async function work(): Promise<Pick<Report, "end" | "message">> {
  await using store = await openStore({ address: task.address });
  try {
    await applyMigration(audiences, task.run, { store: watchedStore(store, life), sleep });
    return { end: "done", message: "" };
  } catch (error) {
    const code: unknown = Reflect.get(Object(error), "code");
    return { end: String(code), message: String(error) };
  }
}

const { end, message } = await work();
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
const report: Report = { end, message, instants: life.count(), firstWrite, memory };
process.stdout.write(`${JSON.stringify(report)}\n`);
