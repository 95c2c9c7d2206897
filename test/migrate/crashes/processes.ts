import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { batch } from "../../../adapters/batch.ts";
import { whop } from "../../../adapters/whop.ts";
import { createAudiences } from "../../../src/core/audiences.ts";
import { openStore } from "../../../src/store/index.ts";
import { serveEmulators } from "../../../src/testing/index.ts";
import type { ServedEmulators } from "../../../src/testing/index.ts";
import { people } from "../../writing/support.ts";
import { plan } from "../support/plans.ts";
import { emptyPlace } from "../support/stores.ts";
import type { Place } from "../support/stores.ts";
import type { Goal, Trial } from "./trial.ts";
import { expected, found, residents } from "./trial.ts";
import type { Report, Task } from "./worker.ts";

const script = fileURLToPath(new URL("worker.ts", import.meta.url));

/** Vendors in this process, and a migration that others are at work on. */
export interface Scene extends AsyncDisposable {
  readonly trial: Trial;
  /** Starts a process; one that was killed has no report. */
  start(at?: number): { readonly report: Promise<Report | undefined>; kill(): void };
  /** What is there, and what should be. */
  compare(): readonly [found: readonly string[], expected: readonly string[]];
}

const soon = { file: 1, pending: 1, processing: 1, syncing: 1, lag: 1 };
const endless = { requestsPerMinute: Number.POSITIVE_INFINITY };

async function prepare(served: ServedEmulators, place: Place, trial: Trial): Promise<void> {
  const audiences = createAudiences({
    whop: whop({ ...served.whop, ...endless }),
    batch: batch({ ...served.batch, ...endless }),
  });
  const provider = trial.goal.endsWith("batch") ? ("batch" as const) : ("whop" as const);
  let id: string | null = null;
  if (trial.goal.startsWith("known")) {
    ({ id } = await audiences.create({ provider, name: "vip", members: residents }));
    await audiences.waitUntilReady({ provider, id }, { interval: 1 });
  }
  await using store = await openStore(place);
  const members = people(trial.members);
  const { partSize } = trial;
  await plan(audiences, store, { to: { provider, id, name: "vip" }, members, partSize });
}

export async function createScene(
  goal: Goal,
  size: Partial<Pick<Trial, "members" | "partSize" | "keys">> = {},
): Promise<Scene> {
  const trial: Trial = {
    goal,
    members: 7,
    partSize: 3,
    keys: "heeded",
    suppress: false,
    fates: [],
    ...size,
  };
  const served = await serveEmulators({
    port: 0,
    size: 3,
    whop: { size: 3, times: soon, idempotency: trial.keys },
    batch: { size: 3, times: { indexing: 1 } },
  });
  const place = await emptyPlace("sqlite");
  await prepare(served, place, trial);
  const { emulators } = served;
  return {
    trial,
    start(at) {
      const task: Task = {
        address: place.address,
        run: "run_1",
        whop: served.whop,
        batch: served.batch,
        ...(at !== undefined && { at }),
      };
      const child = spawn(process.execPath, [script, JSON.stringify(task)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const read = async (): Promise<Report | undefined> => {
        const [words] = await Promise.all([text(child.stdout), once(child, "close")]);
        return words === "" ? undefined : JSON.parse(words);
      };
      return { report: read(), kill: () => void child.kill("SIGKILL") };
    },
    compare: () => [found({ emulators, trial }), expected(trial)],
    async [Symbol.asyncDispose]() {
      await served.close();
      await place[Symbol.asyncDispose]();
    },
  };
}
