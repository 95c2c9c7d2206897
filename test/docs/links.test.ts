import { existsSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { documents, prose, read, root } from "./support/markdown.ts";

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const anchorsOf = (document: string): ReadonlySet<string> =>
  new Set(
    [...prose(read(document)).matchAll(/^#+ (?<heading>.+)$/gm)].map(({ groups }) =>
      anchorOf(groups?.["heading"] ?? ""),
    ),
  );

const linksOf = (document: string): readonly string[] =>
  [...prose(read(document)).matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(
    ({ groups }) => groups?.["target"] ?? "",
  );

function isDead(document: string, link: string): boolean {
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? document : path.posix.join(path.posix.dirname(document), file);
  if (!existsSync(path.join(root, target))) {
    return true;
  }
  return anchor !== undefined && !(target.endsWith(".md") && anchorsOf(target).has(anchor));
}

describe("links within the docs lead somewhere", () => {
  test.for(documents)("%s", (document) => {
    const inner = linksOf(document).filter((link) => !/^[a-z]+:/.test(link));
    expect(inner.filter((link) => isDead(document, link))).toEqual([]);
  });
});

test("every document can be reached from the README", () => {
  const reached = new Set(["README.md"]);
  for (const document of reached) {
    for (const link of linksOf(document)) {
      const target = path.posix.join(path.posix.dirname(document), link.split("#")[0] ?? "");
      if (documents.includes(target)) {
        reached.add(target);
      }
    }
  }
  expect(documents.filter((document) => !reached.has(document))).toEqual([]);
});
