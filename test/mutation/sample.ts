// A checker for Stryker that lets through a sample of all changes, so that a score can be told within the hour. Which
// changes are in depends on nothing but themselves: the same share is the same sample, and two shares have none in common.
import { createHash } from "node:crypto";
import path from "node:path";

/** As much of a change as tells it from others. */
interface Mutant {
  readonly id: string;
  readonly fileName: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

type Verdict =
  | { readonly status: "passed" }
  | { readonly status: "compileError"; readonly reason: string };

const from = Number(process.env["MUTATION_FROM"] ?? 0);
const to = Number(process.env["MUTATION_TO"] ?? 1);

/** Where a change lies between 0 and 1. */
function placeOf({ fileName, mutatorName, replacement, location: { start } }: Mutant): number {
  const file = path.join(path.basename(path.dirname(fileName)), path.basename(fileName));
  const text = [file, start.line, start.column, mutatorName, replacement].join("\n");
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}

function judge(mutant: Mutant): Verdict {
  const place = placeOf(mutant);
  return place >= from && place < to
    ? { status: "passed" }
    : // What does not compile is no part of a score.
      { status: "compileError", reason: "not in the sample" };
}

const createChecker = () => ({
  init: () => Promise.resolve(),
  group: (mutants: readonly Mutant[]) => [mutants.map(({ id }) => id)],
  check: (mutants: readonly Mutant[]) =>
    Promise.resolve(Object.fromEntries(mutants.map((mutant) => [mutant.id, judge(mutant)]))),
});

export const strykerPlugins = [{ kind: "Checker", name: "sample", factory: createChecker }];
