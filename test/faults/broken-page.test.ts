import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, test } from "vitest";

const run = promisify(execFile);
const script = fileURLToPath(new URL("support/broken-page.ts", import.meta.url));

test("a page of a million broken records is left out in a small heap, record by record", async () => {
  const records = 1_000_000;
  const { stdout } = await run(process.execPath, [
    "--max-old-space-size=200",
    script,
    String(records),
  ]);
  expect(stdout).toBe(String(records));
});
