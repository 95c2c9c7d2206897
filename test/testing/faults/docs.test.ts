import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  createEmulators,
  faultDefinitions,
  formatFaults,
  parseFaults,
} from "../../../src/testing/index.ts";

const path = fileURLToPath(new URL("../../../docs/faults.md", import.meta.url));
const document = readFileSync(path, "utf8");

const blocks = (language: string): readonly string[] =>
  [...document.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, code = ""]) =>
    name === language ? [code] : [],
  );
/** Code in the text that has a vendor, an operation and a colon. */
const inText = [...document.matchAll(/`((?:whop|batch|sonarly|\*)\.[^`]+: [^`]+)`/g)].map(
  ([, line = ""]) => line,
);

describe("docs/faults.md", () => {
  test.each([...blocks("faults"), ...inText])(
    "%s can be read, and can befall something",
    (script) => {
      const { faults } = createEmulators({ size: 0, faults: script });
      expect(faults.list().length).toBeGreaterThan(0);
    },
  );

  test("the script as JSON is the one as words", () => {
    const [words = ""] = blocks("faults");
    const [json = ""] = blocks("json");
    expect(formatFaults(parseFaults(json))).toBe(formatFaults(parseFaults(words)));
  });

  test.each(faultDefinitions)("has %s, with its example", (kind, { words, example }) => {
    expect(document).toContain(`\`${kind}\``);
    expect(document).toContain(`| \`${words[0]}`);
    expect(inText).toContain(example);
  });

  test("names every operation", () => {
    for (const name of createEmulators({ size: 0 }).faults.operations)
      expect(document).toContain(`\`${name.split(".")[1]}\``);
  });
});
