import type { Json } from "./json.ts";
import { parseJson } from "./json.ts";

export interface Token {
  /** As it stands in the line. */
  readonly text: string;
  /** What it says, where it is a quoted text, a list or an object; undefined for a bare word. */
  readonly literal: Json | undefined;
}

const opening = /^["[{]/;

/** The words of a line; `#` where a word could begin ends it. Throws for an open quote or bracket. */
export function tokenize(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let rest = line.trimStart();
  while (rest !== "" && !rest.startsWith("#")) {
    const token = opening.test(rest) ? literalToken(rest) : wordToken(rest);
    tokens.push(token);
    rest = rest.slice(token.text.length).trimStart();
  }
  return tokens;
}

const wordToken = (rest: string): Token => ({
  text: /^\S+/.exec(rest)?.[0] ?? rest,
  literal: undefined,
});

function literalToken(rest: string): Token {
  const text = rest.slice(0, lengthOfLiteral(rest));
  const literal = parseJson(text);
  if (literal === undefined)
    throw new Error(
      `${text} is not written as JSON writes it. Quote with " and escape inside as JSON does.`,
    );
  return { text, literal };
}

/** Where a quoted text, a list or an object ends. */
function lengthOfLiteral(rest: string): number {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < rest.length; index += 1) {
    const character = rest.charAt(index);
    if (quoted && character === "\\") index += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && /[[{]/.test(character)) depth += 1;
    else if (!quoted && /[\]}]/.test(character)) depth -= 1;
    if (!quoted && depth === 0) return index + 1;
  }
  throw new Error(`${rest} does not end: a closing ${quoted ? "quote" : "bracket"} is missing.`);
}
