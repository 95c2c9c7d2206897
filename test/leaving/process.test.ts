import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import nock from "nock";
import { beforeAll, expect, test } from "vitest";

import { vendors } from "../faults/support/dialects.ts";
import { createStalled, places } from "./support/stalled.ts";

beforeAll(() => nock.restore());

const run = promisify(execFile);
const script = fileURLToPath(new URL("support/leaving-process.ts", import.meta.url));
const ways = ["break", "throw", "abort"] as const;

test.each(vendors)(
  "a process that leaves %s early, wherever it is, ends by itself",
  async (vendor) => {
    await using stack = new AsyncDisposableStack();
    const left = await Promise.all(
      places.map(async (place, index) => {
        const { world } = stack.use(await createStalled(vendor, place));
        const requestsPerMinute = 1e9; // JSON has no Infinity
        const options = { requestsPerMinute, ...place.options };
        return { world, given: { vendor, access: world.access, options, how: ways[index % 3] } };
      }),
    );
    const given = JSON.stringify(left.map((each) => each.given));
    const { stdout } = await run(process.execPath, [script, given]);
    expect(stdout).toBe("left");
    await Promise.all(left.map(({ world }) => world.server.quiet()));
  },
);
