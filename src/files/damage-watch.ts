import { isUtf8 } from "node:buffer";

import { damageIn } from "./rows.ts";

const replacement = Buffer.from("\ufffd");

/** Looks for damage in whole pieces of a file, so that the cells of sound ones need not be looked at. */
export interface DamageWatch {
  see(chunk: Buffer): void;
  /** What is broken about a row that begins at this offset, if anything. */
  damageIn(offset: number, texts: readonly string[]): string | undefined;
}

export function createDamageWatch(start: number): DamageWatch {
  let seen = start;
  let doubtfulUntil = start;
  return {
    see(chunk) {
      seen += chunk.length;
      // A piece that was cut within a character is doubtful too; its cells will show that they are sound.
      if (chunk.includes(0) || !isUtf8(chunk) || chunk.includes(replacement)) {
        doubtfulUntil = seen;
      }
    },
    damageIn(offset, texts) {
      if (offset >= doubtfulUntil) {
        return undefined;
      }
      for (const text of texts) {
        const damage = damageIn(text);
        if (damage !== undefined) {
          return damage;
        }
      }
      return undefined;
    },
  };
}
