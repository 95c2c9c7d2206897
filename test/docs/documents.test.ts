import { execFileSync } from "node:child_process";
import path from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { examples, writeExamples } from "./support/examples.ts";
import { documents, read, root } from "./support/markdown.ts";
import { regenerate } from "./support/regenerate.ts";

const { folder, remove } = writeExamples();
afterAll(remove);

test("every block of TypeScript in the docs compiles", { timeout: 60_000 }, () => {
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  let problems = "";
  try {
    execFileSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
      cwd: folder,
      encoding: "utf8",
    });
  } catch (error) {
    const said = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
    problems = said === "" ? String(error) : said;
  }
  // File names hold the document and the line of the block. The sources are for `npm run typecheck` to judge.
  expect(problems.replaceAll(/^\.\.\/.*\n(?: .*\n)*/gm, "")).toBe("");
});

describe("what a machine writes into the docs is as the code is, and the examples run", () => {
  test.for(documents)("%s", { timeout: 60_000 }, async (document) => {
    const own = examples.filter((example) => example.document === document);
    const fresh = await regenerate(read(document), folder, own);
    await expect(fresh, "`npx vitest run test/docs -u` writes it anew").toMatchFileSnapshot(
      path.join(root, document),
    );
  });
});
