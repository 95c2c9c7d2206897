import type { Fault } from "./catalog.ts";
import { faultDefinitions, inOrder, writeFault } from "./catalog.ts";
import { readHeader, writeHeader } from "./header.ts";
import type { FaultRule, FaultScript } from "./script.ts";
import { readNumber } from "./source.ts";
import { nearest } from "./suggest.ts";
import { createTextSource } from "./text-source.ts";
import type { Token } from "./tokens.ts";
import { tokenize } from "./tokens.ts";

/** Longer spellings first, so that "drop body" is not read as "drop". */
const spellings = faultDefinitions
  .flatMap(([, definition]) =>
    definition.words.map((words) => ({ words: words.split(" "), definition })),
  )
  .toSorted((one, other) => other.words.length - one.words.length);

function readFault(tokens: readonly Token[]): Fault {
  const [first] = tokens;
  if (first === undefined) throw new Error("no fault is named, as in 503 or drop");
  // A status needs no word before its number.
  const bare = first.literal === undefined && readNumber(first.text) !== undefined;
  const found = bare
    ? spellings.find(({ words }) => words.join(" ") === "status")
    : spellings.find(({ words }) => words.every((word, index) => word === tokens[index]?.text));
  if (found === undefined) {
    const known = spellings.map((spelling) => spelling.words.join(" "));
    const near = nearest(tokens.map(({ text }) => text).join(" "), known);
    const hint = near === undefined ? "" : `; did you mean "${near}"?`;
    throw new Error(`no fault begins with ${first.text}${hint}`);
  }
  const { definition, words } = found;
  const source = createTextSource(bare ? tokens : tokens.slice(words.length));
  const fault = withRemedy(() => definition.read(source), definition.example);
  const [unread] = source.rest();
  if (unread !== undefined)
    throw new Error(
      `${unread.text} is not understood behind "${words.join(" ")}". An example: ${definition.example}`,
    );
  return fault;
}

function withRemedy<T>(read: () => T, example: string): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : "?"}. An example: ${example}`, {
      cause: error,
    });
  }
}

/** Parts the faults that follow one another. */
function parted(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const at = tokens.findIndex(({ text, literal }) => literal === undefined && text === "then");
  return at === -1 ? [tokens] : [tokens.slice(0, at), ...parted(tokens.slice(at + 1))];
}

/** Reads one line, which is not a comment. */
export function readLine(line: string): FaultRule {
  const colon = line.indexOf(":");
  if (colon === -1)
    throw new Error('the colon between when and what is missing, as in "whop.list page 3: 503"');
  const header = readHeader(line.slice(0, colon));
  const faults = parted(tokenize(line.slice(colon + 1))).map(readFault);
  return { ...header, faults: inOrder(faults) };
}

/** A rule as the line that it is read from. */
export const formatFault = (rule: FaultRule): string =>
  `${writeHeader(rule)}: ${rule.faults.map((fault) => writeFault(fault)).join(" then ")}`;

/** A script as text, one rule a line. */
export const formatFaults = (script: FaultScript): string =>
  script.map((rule) => `${formatFault(rule)}\n`).join("");
