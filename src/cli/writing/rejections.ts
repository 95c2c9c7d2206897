import type { RejectedRows } from "./outcome.ts";

/** Kept of each reason; more of them say nothing new. */
export const maximumLines = 10;
const maximumGroups = 50;

export interface Rejections {
  add(reason: RejectedRows["reason"], message: string, line: number | undefined): void;
  list(): readonly RejectedRows[];
}

interface Group {
  readonly reason: RejectedRows["reason"];
  readonly message: string;
  rows: number;
  readonly lines: number[];
}

/** Gathers rows that are not written by why they are not: how many, and on which lines the first of them are. */
export function createRejections(): Rejections {
  const groups = new Map<string, Group>();
  return {
    add(reason, message, line) {
      const isOneTooMany = groups.size >= maximumGroups && !groups.has(`${reason} ${message}`);
      const words = isOneTooMany ? "for other reasons of this kind" : message;
      const key = `${reason} ${words}`;
      const group = groups.get(key) ?? { reason, message: words, rows: 0, lines: [] };
      groups.set(key, group);
      group.rows += 1;
      if (line !== undefined && group.lines.length < maximumLines) {
        group.lines.push(line);
      }
    },
    list: () =>
      [...groups.values()].toSorted(
        (one, other) => one.reason.localeCompare(other.reason, "en") || other.rows - one.rows,
      ),
  };
}
