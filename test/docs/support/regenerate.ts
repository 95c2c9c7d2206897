import { runExample, runShell } from "./examples.ts";
import type { Example } from "./examples.ts";
import { generate } from "./generated.ts";
import { blocksOf } from "./markdown.ts";
import type { Block } from "./markdown.ts";

const marked = /^<!-- generated: (?<words>.+) -->\n[\s\S]*?^<!-- end -->$/gm;

async function replaceAsync(
  text: string,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => Promise<string>,
): Promise<string> {
  const matches = [...text.matchAll(pattern)];
  const texts = await Promise.all(matches.map(replace));
  return texts.reduceRight((left, fresh, index) => {
    const match = matches[index];
    const start = match?.index ?? 0;
    return left.slice(0, start) + fresh + left.slice(start + (match?.[0].length ?? 0));
  }, text);
}

/** The lines that a block shows: all, or with `lines=1-3,9` those, and `…` for what is left out. */
function abbreviate(output: string, words: readonly string[]): string {
  const whole = output.trim().split("\n");
  const ranges = words.find((word) => word.startsWith("lines="))?.slice("lines=".length);
  if (ranges === undefined) {
    return `${whole.join("\n")}\n`;
  }
  let after = 0;
  const parts = ranges.split(",").map((range) => {
    const [first = 1, last = first] = range.split("-").map(Number);
    const gap = first > after + 1 ? "…\n" : "";
    after = last;
    return `${gap}${whole.slice(first - 1, last).join("\n")}\n`;
  });
  return parts.join("") + (after < whole.length ? "…\n" : "");
}

async function run(block: Block, folder: string, examples: readonly Example[]): Promise<string> {
  if (block.language !== "ts") {
    return runShell(block.code);
  }
  const example = examples.find(({ block: { line } }) => line === block.line);
  if (example === undefined) {
    throw new Error(`There is no example in line ${block.line}.`);
  }
  return runExample(folder, example);
}

/** A document with everything in it that is made by a machine, made anew. Runs all that is marked `run`. */
export async function regenerate(
  text: string,
  folder: string,
  examples: readonly Example[],
): Promise<string> {
  const blocks = blocksOf(text);
  const outputs = await Promise.all(
    blocks.map(async (block, index) => {
      if (!block.words.includes("run")) {
        return undefined;
      }
      const output = await run(block, folder, examples);
      const next = blocks[index + 1];
      const shown = next?.words.includes("output") === true ? next : undefined;
      return shown && { shown, output: abbreviate(output, shown.words) };
    }),
  );
  const replaced = outputs
    .filter((entry) => entry !== undefined)
    .reduceRight(
      (left, { shown, output }) => left.slice(0, shown.start) + output + left.slice(shown.end),
      text,
    );
  return replaceAsync(replaced, marked, async ({ groups }) => {
    const words = groups?.["words"] ?? "";
    return `<!-- generated: ${words} -->\n\n${await generate(words)}\n\n<!-- end -->`;
  });
}
