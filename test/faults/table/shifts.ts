import { recordLike } from "../support/dialects.ts";
import { pageSize } from "../support/emulated.ts";
import { whole } from "../support/fault.ts";
import type { Fault, LiveList } from "../support/fault.ts";

const shifts = "items inserted, removed, repeated or shifted between pages";

/** What the list does behind the client's back once the second page was given. */
const changes: Readonly<Record<string, (list: LiveList) => void>> = {
  "one inserted at the beginning": (list) => list.insert("inserted-first", "first"),
  "one inserted at the end": (list) => list.insert("inserted-last", "last"),
  "one removed that was given": (list) => list.remove(list.ids()[1] ?? ""),
  "one removed that comes next": (list) => list.remove(list.ids()[7] ?? ""),
  "the one removed that the cursor stands on": (list) => list.remove(list.ids()[5] ?? ""),
  "all removed that were to come": (list) => list.ids().slice(6).forEach(list.remove),
  "all removed that were given": (list) => list.ids().slice(0, 6).forEach(list.remove),
};

const shifting: readonly Fault[] = Object.entries(changes).map(([name, shift]) => ({
  row: shifts,
  name,
  when: { times: 1 },
  shift,
  outcome: whole(),
}));

/** A vendor that pages by counting: what is inserted before the cursor pushes items onto the next page. */
const overlapping: readonly Fault[] = [1, 2, 3].map((overlap) => ({
  row: shifts,
  name: overlap === 3 ? "a page that comes again whole" : `${overlap} of a page again on the next`,
  when: { page: "any" },
  edit: (parts, { list, page, dialect }) => {
    const again =
      page === 1 ? [] : list.ids().slice((page - 1) * pageSize - overlap, (page - 1) * pageSize);
    parts.items = [...again.map(recordLike(parts, dialect)), ...parts.items];
  },
  outcome: whole({ requests: 6, duplicates: 5 * overlap, noticed: ["duplicates"] }),
}));

const repeated: readonly Fault[] = [
  {
    row: shifts,
    name: "an item twice on one page",
    edit: (parts) => {
      parts.items = [...parts.items, parts.items[0]];
    },
    outcome: whole({ requests: 6, duplicates: 1, noticed: ["duplicates"] }),
  },
  {
    row: shifts,
    name: "the first item of the list again on the last page",
    when: { page: 6 },
    edit: (parts, { list, dialect }) => {
      parts.items = [...parts.items, ...list.ids().slice(0, 1).map(recordLike(parts, dialect))];
    },
    outcome: whole({ requests: 6, duplicates: 1, noticed: ["duplicates"] }),
  },
  {
    row: shifts,
    name: "a page in another order",
    edit: (parts) => {
      parts.items = parts.items.toReversed();
    },
    outcome: whole({ requests: 6, unordered: true }),
  },
];

export const shiftFaults: readonly Fault[] = [...shifting, ...overlapping, ...repeated];
