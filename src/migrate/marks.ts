import { identifierKey } from "../core/writing/identifier-key.ts";
import { identifierKinds } from "../core/model.ts";
import type { IdentifierKind, MemberInput } from "../core/model.ts";
import type { Normalize } from "../core/writing/normalize.ts";
import { hashText, hashWords } from "../core/text-hash.ts";

/** Hashes of identifiers, three words each, one after the other. */
export type Marks = number[];

/** What identifiers are compared by, across spellings: who is known by one of them is the same person. */
export interface Marking {
  /** In hexadecimal. */
  readonly salt: string;
  /** Adds those of all these identifiers, each once. */
  add(identifiers: MemberInput["identifiers"], marks: Marks): void;
}

const wordLength = 8;

/** A salt of its own for each run, so that the marks of two runs cannot be laid side by side. */
export function createSalt(): string {
  const words = globalThis.crypto.getRandomValues(new Uint32Array(hashWords));
  return [...words].map((word) => word.toString(16).padStart(wordLength, "0")).join("");
}

export function seedsOf(salt: string): Uint32Array {
  return Uint32Array.from({ length: hashWords }, (_, index) =>
    Number.parseInt(salt.slice(index * wordLength, (index + 1) * wordLength), 16),
  );
}

function has(marks: Marks, [one, two, three]: Uint32Array): boolean {
  for (let at = 0; at < marks.length; at += hashWords) {
    if (marks[at] === one && marks[at + 1] === two && marks[at + 2] === three) {
      return true;
    }
  }
  return false;
}

/** A phone as it would be written anywhere; people write the same one in many ways. */
function readPhone(value: string, normalize: Normalize): string | undefined {
  const read = normalize({ identifiers: { phone: [value] } }, ["phone"]);
  return "member" in read ? read.member.identifiers.phone?.[0] : undefined;
}

export function createMarking(salt: string, normalize: Normalize): Marking {
  const seeds = seedsOf(salt);
  const hash = new Uint32Array(hashWords);
  function put(kind: number, key: string, marks: Marks): void {
    hashText(key, kind, seeds, hash);
    if (!has(marks, hash)) {
      marks.push(hash[0] ?? 0, hash[1] ?? 0, hash[2] ?? 0);
    }
  }
  function addValue(kind: IdentifierKind, index: number, value: unknown, marks: Marks): void {
    if (typeof value !== "string" || value.trim() === "") {
      return;
    }
    const key = identifierKey(kind, value);
    put(index, key, marks);
    const phone = kind === "phone" ? readPhone(value, normalize) : undefined;
    if (phone !== undefined && phone !== key) {
      put(index, phone, marks);
    }
  }
  return {
    salt,
    add(identifiers, marks) {
      for (const [index, kind] of identifierKinds.entries()) {
        for (const value of identifiers[kind] ?? []) {
          addValue(kind, index, value, marks);
        }
      }
    },
  };
}

const mostMarks = 255;

/** How many bytes the marks of one member take when they are saved. */
export const markBytes = (marks: Marks): number =>
  1 + Math.min(mostMarks * hashWords, marks.length) * 4;

/** Puts the marks of one member behind those that are there: a byte with their number, then the marks; gives the end. */
export function packInto(bytes: Buffer, end: number, marks: Marks): number {
  const count = Math.min(mostMarks, marks.length / hashWords);
  let at = bytes.writeUInt8(count, end);
  for (let word = 0; word < count * hashWords; word += 1) {
    at = bytes.writeUInt32LE(marks[word] ?? 0, at);
  }
  return at;
}

/** The marks of all members of a part, as they are saved. */
export function packMarks(members: readonly Marks[]): Uint8Array {
  const bytes = Buffer.alloc(members.reduce((sum, marks) => sum + markBytes(marks), 0));
  let end = 0;
  for (const marks of members) {
    end = packInto(bytes, end, marks);
  }
  return new Uint8Array(bytes);
}

/** The marks of each member again, in their order. */
export function* unpackMarks(bytes: Uint8Array): Generator<Marks, void, undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const words = (bytes[at] ?? 0) * hashWords;
    at += 1;
    const marks: Marks = [];
    for (let word = 0; word < words; word += 1) {
      marks.push(view.getUint32(at, true));
      at += 4;
    }
    yield marks;
  }
}
