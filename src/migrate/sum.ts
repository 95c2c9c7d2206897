import { hashText, hashWords, mixed } from "../core/text-hash.ts";
import type { MemberInput } from "../core/model.ts";
import { seedsOf } from "./marks.ts";
import type { Marks } from "./marks.ts";

/** Tells one set of things from another, whatever their order, and can be gone on with. */
export interface Sum {
  addMarks(marks: Marks): void;
  addMember(marks: Marks, attributes: MemberInput["attributes"]): void;
  addText(text: string): void;
  /** In hexadecimal; hand it in to go on. */
  digest(): string;
}

/** Beside the kinds of identifiers, which count from 0. */
const attributeKind = 16;
const textKind = 17;

const empty: string = "0".repeat(hashWords * 8);

/** @param soFar what `digest` gave to an earlier process */
export function createSum(salt: string, soFar: string = empty): Sum {
  const seeds = seedsOf(salt);
  const total = seedsOf(soFar);
  const one = new Uint32Array(hashWords);
  const hash = new Uint32Array(hashWords);
  function addHash(): void {
    for (let word = 0; word < hashWords; word += 1) {
      one[word] = (one[word] ?? 0) + (hash[word] ?? 0);
    }
  }
  function begin(marks: Marks): void {
    one.fill(0);
    for (let at = 0; at < marks.length; at += 1) {
      const word = at % hashWords;
      one[word] = (one[word] ?? 0) + (marks[at] ?? 0);
    }
  }
  /** What belongs to one is mixed before it is added, so that nothing can go from one to another unseen. */
  function end(): void {
    for (let word = 0; word < hashWords; word += 1) {
      total[word] =
        (total[word] ?? 0) + mixed((one[word] ?? 0) ^ (one[(word + 1) % hashWords] ?? 0));
    }
  }
  return {
    addMarks(marks) {
      begin(marks);
      end();
    },
    addMember(marks, attributes = {}) {
      begin(marks);
      for (const name in attributes) {
        const value = attributes[name] ?? null;
        if (value !== null && value !== "") {
          hashText(`${name}\0${value}`, attributeKind, seeds, hash);
          addHash();
        }
      }
      end();
    },
    addText(text) {
      one.fill(0);
      hashText(text, textKind, seeds, hash);
      addHash();
      end();
    },
    digest: () => [...total].map((word) => word.toString(16).padStart(8, "0")).join(""),
  };
}
