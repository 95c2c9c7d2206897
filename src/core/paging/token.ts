import { invalidArgument } from "../errors.ts";
import { fingerprint } from "../fingerprint.ts";
import { laneValues, readLane } from "./lane-state.ts";
import type { LaneState } from "./lane-state.ts";
import { asList, asText, asWhole, damaged, oneOf } from "./token-values.ts";

/** The position of a whole listing. */
export interface Position {
  /** What is being listed; a token of one listing fits no other. */
  readonly subject: string;
  readonly order: "rounds" | "arrival";
  /** Whose page comes next in `rounds`. */
  readonly turn: number;
  readonly lanes: Readonly<Record<string, LaneState>>;
}

const version = "ak1";
const recentPattern = /^(?:[\w-]{8})*$/;

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
  const lanes = Object.entries(position.lanes).map(laneValues);
  const body = toBase64Url(
    JSON.stringify([position.subject, position.order, position.turn, lanes]),
  );
  // Beside the body, not in it: they are fit for a URL as they are, and most of a token.
  const recent = Object.values(position.lanes).map((state) => state.recent);
  const content = `${body}.${recent.join(".")}`;
  return `${version}.${content}.${fingerprint(content)}`;
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
    const [subject, order, turn, lanes] = asList(JSON.parse(fromBase64Url(body)), 4);
    if (!Array.isArray(lanes) || !rest.every((part) => recentPattern.test(part))) {
      throw damaged();
    }
    return {
      subject: asText(subject),
      order: oneOf(["rounds", "arrival"], order),
      turn: asWhole(turn),
      lanes: lanes.map((values, index) => readLane(values, rest[index])),
    };
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
    throw damaged();
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
