import type { MemberInput } from "../../core/model.ts";
import type { PartText, PlannedPart } from "./planning-record.ts";

// The members of a part are one JSON array with a line for each, so that they can be read a few at a time. JSON holds
// no line break but between values.

/** Between two members. */
export const between = ",\n";
const lineBreak = 10;

/** A part as it is kept. */
export function textOf({ number, members, fingerprints }: PlannedPart): PartText {
  const lines = members.map((member) => JSON.stringify(member));
  const text = Buffer.from(`[${lines.join(between)}]`);
  return { number, size: members.length, members: text, fingerprints };
}

/** Parsed at a time: few enough not to live long. */
const handful = 500;

const isMembers = (value: unknown): value is readonly MemberInput[] =>
  Array.isArray(value) &&
  value.every(
    (member: unknown) => typeof member === "object" && member !== null && "identifiers" in member,
  );

/**
 * The members of a part, a handful at a time.
 * @throws SyntaxError where they are none
 */
export function* membersIn(part: Uint8Array): Generator<readonly MemberInput[], void, undefined> {
  const text = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  for (let at = 1; at < text.length;) {
    let end = at - 1;
    for (let count = 0; count < handful && end !== -1; count += 1) {
      end = text.indexOf(lineBreak, end + 1);
    }
    const slice = text.toString("utf8", at, end === -1 ? text.length - 1 : end - 1);
    const members: unknown = JSON.parse(`[${slice}]`);
    if (!isMembers(members)) {
      throw new SyntaxError("A part of a plan holds something that is no member.");
    }
    yield members;
    at = end === -1 ? text.length : end + 1;
  }
}
