import { absent, recordLike } from "../support/dialects.ts";
import type { Parts } from "../support/dialects.ts";
import { failed, whole } from "../support/fault.ts";
import type { Fault, Outcome, Scene } from "../support/fault.ts";

const emptyInTheMiddle = "empty pages in the middle";
const withoutProgress = "pages without progress, under ever new cursors";
const sizes = "pages larger or smaller than asked for";
const flag = "a flag of the wrong type";
const counts = "counts: absent, wrong, negative, a text";

/** Empties the page; its items come under a new cursor. */
const holdBack = (parts: Parts, { alias, cursorOf, page, call }: Scene): void => {
  parts.items = [];
  parts.more = true;
  parts.cursor = alias(`empty-${page}-${call}`, cursorOf(page));
};

const gaps: readonly Fault[] = [1, 5, 15].map((times) => ({
  row: emptyInTheMiddle,
  name: times === 1 ? "one" : `${times} in a row`,
  when: { times },
  edit: holdBack,
  outcome: whole({ requests: 6 + times }),
}));

const otherGaps: readonly Fault[] = [
  {
    row: emptyInTheMiddle,
    name: "the first page",
    when: { page: 1, times: 1 },
    edit: holdBack,
    outcome: whole({ requests: 7 }),
  },
  {
    row: emptyInTheMiddle,
    name: "before every page",
    when: { page: "any", every: 2 },
    edit: holdBack,
    outcome: whole({ requests: 12 }),
  },
  {
    row: emptyInTheMiddle,
    name: "the last page",
    when: { page: 6, times: 1 },
    edit: (parts, scene) => {
      holdBack(parts, scene);
    },
    outcome: whole({ requests: 7 }),
  },
];

const endless: readonly Fault[] = [
  {
    row: withoutProgress,
    name: "empty pages",
    edit: holdBack,
    outcome: failed("protocol", { pages: 1, requests: 21 }),
  },
  {
    row: withoutProgress,
    name: "empty pages from the beginning",
    when: { page: 1 },
    edit: holdBack,
    outcome: failed("protocol", { pages: 0, requests: 20 }),
  },
  {
    row: withoutProgress,
    name: "the same page",
    edit: (parts, { alias, cursorOf, page, call }) => {
      parts.more = true;
      parts.cursor = alias(`same-${page}-${call}`, cursorOf(page));
    },
    outcome: failed("protocol", { pages: 2, requests: 22 }),
  },
];

const sized: readonly Fault[] = [
  {
    row: sizes,
    name: "a page of one",
    when: { times: 2 },
    edit: (parts, { alias, cursorOf, page, call }) => {
      parts.items = parts.items.slice(call - 1, call);
      parts.cursor = alias(`one-${call}`, cursorOf(page));
    },
    // The third time the page comes whole, two of its three again.
    outcome: whole({ requests: 8, duplicates: 2 }),
  },
  {
    row: sizes,
    name: "everything on one page, against what was asked for",
    when: { page: 1 },
    edit: (parts, { list, dialect }) => {
      parts.items = list.ids().map(recordLike(parts, dialect));
      parts.more = false;
    },
    outcome: whole({ requests: 1 }),
  },
];

const asWritten: Outcome = failed("invalid_response");
const flags: readonly Fault[] = [
  { name: 'the text "true"', more: "true" },
  { name: 'the text "false"', more: "false" },
  { name: "the number 1", more: 1 },
  { name: "the number 0", more: 0 },
  { name: "a list", more: [] },
  { name: "an object", more: {} },
].map(({ name, more }) => ({
  row: flag,
  name,
  edit: (parts) => {
    parts.more = more;
  },
  outcome: asWritten,
}));

/** Batch promises no field at all, so there the cursor speaks for the flag. */
const flagless: readonly Fault[] = [
  { name: "left out", more: absent },
  { name: "null", more: null },
].map(({ name, more }) => ({
  row: flag,
  name,
  when: { page: "any" },
  edit: (parts) => {
    parts.more = more;
  },
  outcome: {
    whop: failed("invalid_response", { pages: 0, requests: 1 }),
    batch: whole({ requests: 6 }),
    sonarly: failed("invalid_response", { pages: 0, requests: 1 }),
  },
}));

/** Only Batch is known to count; whatever another vendor says is not relied on. */
const hint = (noticed: "count_mismatch" | "unreadable_count" | undefined): Fault["outcome"] => ({
  whop: whole({ requests: 6 }),
  batch: whole({ requests: 6, ...(noticed !== undefined && { noticed: [noticed] }) }),
  sonarly: whole({ requests: 6 }),
});

const counted: readonly Fault[] = [
  { name: "absent", count: absent, noticed: undefined },
  { name: "null", count: null, noticed: undefined },
  { name: "too high", count: 1000, noticed: "count_mismatch" as const },
  { name: "too low", count: 4, noticed: "count_mismatch" as const },
  { name: "0", count: 0, noticed: "count_mismatch" as const },
  { name: "negative", count: -18, noticed: "unreadable_count" as const },
  { name: "a text", count: "18", noticed: "unreadable_count" as const },
  { name: "fractional", count: 18.5, noticed: "unreadable_count" as const },
  { name: "beyond 2^53", count: 2 ** 60, noticed: "unreadable_count" as const },
  { name: "a list", count: [18], noticed: "unreadable_count" as const },
].map(({ name, count, noticed }) => ({
  row: counts,
  name,
  when: { page: "any" },
  edit: ({ body }) => {
    for (const member of ["count", "total", "total_count", "totalCount"]) {
      Object.assign(body, { [member]: count });
    }
    if (count === absent) {
      delete body["count"];
    }
  },
  outcome: hint(noticed),
}));

export const pageFaults: readonly Fault[] = [
  ...gaps,
  ...otherGaps,
  ...endless,
  ...sized,
  ...flags,
  ...flagless,
  ...counted,
];
