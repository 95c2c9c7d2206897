import * as z from "zod";

import { invalidArgument } from "../errors.ts";
import { fingerprint } from "../fingerprint.ts";

/** Where one provider's lane stands; all that another process needs to go on. */
export interface LaneState {
  /** `failed` is asked again when the listing goes on. */
  readonly status: "open" | "end" | "failed";
  /** The page to ask for; `null` = the first. */
  readonly cursor: string | null;
  /** The page's size when it was begun; `null` = nothing of it was delivered. */
  readonly pageSize: number | null;
  /** Items of that page that were delivered. */
  readonly skip: number;
  /** Fingerprints of the items delivered last, those of the begun page included. */
  readonly recent: string;
  /** The mark, the reach and the steps of Brent's search for a cycle among the cursors. */
  readonly cycle: readonly [mark: string, reach: number, steps: number];
  readonly pages: number;
  readonly items: number;
  readonly requests: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly expected: number | null;
}

/** The position of a whole listing. */
export interface Position {
  /** What is being listed; a token of one listing fits no other. */
  readonly subject: string;
  readonly order: "rounds" | "arrival";
  /** Whose page comes next in `rounds`. */
  readonly turn: number;
  readonly lanes: Readonly<Record<string, LaneState>>;
}

export const freshLane: LaneState = {
  status: "open",
  cursor: null,
  pageSize: null,
  skip: 0,
  recent: "",
  cycle: ["", 1, 0],
  pages: 0,
  items: 0,
  requests: 0,
  duplicates: 0,
  refused: 0,
  expected: null,
};

const version = "ak1";
const natural = z.int().min(0);
const word = z.string();
/** A lane as the body of a token has it, its values in this order. */
const lane = z.object({
  name: word,
  status: z.literal(["open", "end", "failed"]),
  cursor: word.nullable(),
  pageSize: z.int().min(1).nullable(),
  skip: natural,
  cycle: z.array(z.unknown()),
  pages: natural,
  items: natural,
  requests: natural,
  duplicates: natural,
  refused: natural,
  expected: natural.nullable(),
});
const cycle = z.object({ mark: word, reach: natural, steps: natural });
const payload = z.object({
  subject: word,
  order: z.literal(["rounds", "arrival"]),
  turn: natural,
  lanes: z.array(z.array(z.unknown())),
});
const recentSchema = word.regex(/^(?:[\w-]{8})*$/);

/** The values of a list under the names of a schema, and no others: without the names, a token is half as long. */
function read<Schema extends z.ZodObject>(schema: Schema, values: unknown): z.infer<Schema> {
  const names = Object.keys(schema.shape);
  const list = z.array(z.unknown()).length(names.length).parse(values);
  return schema.parse(Object.fromEntries(names.map((name, index) => [name, list[index]])));
}

function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/** Writes a position as an opaque text: versioned, checksummed, fit for a URL; no secret and no name of a person. */
export function encodeToken(position: Position): string {
  const names = Object.keys(lane.shape);
  const lanes = Object.entries(position.lanes).map(([name, state]) => {
    const values = new Map<string, unknown>(Object.entries({ ...state, name }));
    return names.map((field) => values.get(field));
  });
  const body = toBase64Url(
    JSON.stringify([position.subject, position.order, position.turn, lanes]),
  );
  // Beside the body, not in it: they are fit for a URL as they are, and most of a token.
  const recent = Object.values(position.lanes).map((state) => state.recent);
  const content = `${body}.${recent.join(".")}`;
  return `${version}.${content}.${fingerprint(content)}`;
}

function damaged(): Error {
  return invalidArgument(
    "The continuation token is damaged or not one of audiencekit's. Pass it exactly as it was given, or start the listing anew without it.",
  );
}

interface Parsed extends Omit<Position, "lanes"> {
  readonly lanes: readonly (readonly [name: string, state: LaneState])[];
}

function parse(token: string): Parsed {
  const [prefix, body = "", ...rest] = token.split(".");
  const checksum = rest.pop();
  if (prefix !== undefined && /^ak\d+$/.test(prefix) && prefix !== version) {
    throw invalidArgument(
      `The continuation token is of version ${prefix.slice(2)}, and this is audiencekit's ${version.slice(2)}. Continue with the version that made it, or start the listing anew.`,
    );
  }
  const content = [body, ...rest].join(".");
  if (prefix !== version || fingerprint(content) !== checksum) {
    throw damaged();
  }
  try {
    const recent = rest.map((part) => recentSchema.parse(part));
    const position = read(payload, JSON.parse(fromBase64Url(body)));
    const lanes = position.lanes.map((values, index): [string, LaneState] => {
      const { name, ...state } = read(lane, values);
      const { mark, reach, steps } = read(cycle, state.cycle);
      return [name, { ...state, cycle: [mark, reach, steps], recent: recent[index] ?? "" }];
    });
    return { ...position, lanes };
  } catch {
    throw damaged();
  }
}

/**
 * Reads a token back.
 * @throws AudienceError `invalid_argument` if it is damaged, of another version, or of another listing.
 */
export function decodeToken(
  token: unknown,
  expected: Pick<Position, "subject" | "order"> & { readonly names: readonly string[] },
): Position {
  if (typeof token !== "string") {
    throw invalidArgument("The continuation token must be the text that a page or a report gave.");
  }
  const { subject, order, turn, lanes } = parse(token);
  const names = lanes.map(([name]) => name);
  if (turn >= names.length) {
    throw damaged(); // forged: a turn so high that one more changes nothing would go round for ever
  }
  const remedy = "Continue with the same call that gave the token, or start anew without it.";
  if (subject !== expected.subject) {
    throw invalidArgument(`The continuation token belongs to another listing. ${remedy}`);
  }
  if (names.join() !== expected.names.join()) {
    throw invalidArgument(
      `The continuation token belongs to the providers ${names.join(", ")}; this listing has ${expected.names.join(", ")}. ${remedy}`,
    );
  }
  if (order !== expected.order) {
    throw invalidArgument(
      `The continuation token belongs to the order "${order}"; this listing has "${expected.order}". ${remedy}`,
    );
  }
  return { subject, order, turn, lanes: Object.fromEntries(lanes) };
}
