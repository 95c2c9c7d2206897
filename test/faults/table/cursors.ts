import { absent } from "../support/dialects.ts";
import type { Parts } from "../support/dialects.ts";
import { failed, whole } from "../support/fault.ts";
import type { Fault, Scene } from "../support/fault.ts";

const again = "the same cursor again, or a cycle of any length";
const lost = "more to come, and no cursor";
const wrongType = "a cursor that is no text";
const ended = "the end, though there is a cursor";
const odd = "odd cursors";

/** The page leads back to an earlier one. */
const backTo =
  (page: number) =>
  (parts: Parts, { cursorOf }: Scene): void => {
    parts.cursor = cursorOf(page);
  };

/** Six pages, and the last one leads back; what is between is a cycle of that length. */
const cycles: readonly Fault[] = [1, 2, 3, 4].map((length) => ({
  row: again,
  name: length === 1 ? "the cursor that was just used" : `a cycle of ${length} pages`,
  when: { page: 5 },
  edit: backTo(5 - length + 1),
  outcome: failed("protocol", { pages: 5, requests: 5 }),
}));

/** The way back to the first page is a new cursor, so that only the second round shows it. */
const roundAndRound: Fault = {
  row: again,
  name: "the last page leads back to the first",
  when: { page: 6 },
  edit: (parts, { alias }) => {
    parts.more = true;
    parts.cursor = alias("to-the-first", undefined);
  },
  outcome: failed("protocol", { pages: 6, requests: 7 }),
};

const cursorless: readonly Fault[] = [
  { name: "null", cursor: null },
  { name: "left out", cursor: absent },
  { name: "empty", cursor: "" },
].map(({ name, cursor }) => ({
  row: lost,
  name: `a cursor that is ${name}`,
  edit: (parts) => {
    parts.cursor = cursor;
  },
  // Batch says with its flag that there is more, so the page is delivered and the rest is missed.
  outcome: failed("protocol", { pages: 2, requests: 2 }),
}));

const wrongTypes: readonly Fault[] = [
  { name: "a number", cursor: 17 },
  { name: "true", cursor: true },
  { name: "a list", cursor: ["c"] },
  { name: "an object", cursor: { after: "c" } },
].map(({ name, cursor }) => ({
  row: wrongType,
  name: `a cursor that is ${name}`,
  edit: (parts) => {
    parts.cursor = cursor;
  },
  outcome: failed("invalid_response"),
}));

const endings: readonly Fault[] = [
  {
    row: ended,
    name: "the last page has a cursor",
    when: { page: 6 },
    edit: (parts, { alias }) => {
      parts.cursor = alias("past-the-end", undefined);
    },
    outcome: whole({ requests: 6 }),
  },
  {
    row: ended,
    name: "the last page has the cursor that led to it",
    when: { page: 6 },
    edit: backTo(6),
    outcome: whole({ requests: 6 }),
  },
];

const oddities: Readonly<Record<string, (scene: Scene) => string>> = {
  "of 8,000 characters": () => `c${"o".repeat(7998)}g`,
  "with every reserved character": () =>
    "a&b=c?d#e/f+g%h;i,j:k@l$m!n*o'p(q)r[s]t\"u<v>w\\x^y`z{|}~",
  "with spaces at both ends": () => "  in the middle  ",
  "that is percent-encoded": () => "a%2Fb%3D%3D%25",
  "in other scripts": () => "größe-Размер-大小-😀",
  "with a line break and a header": () => "c\r\nX-Injected: yes\r\n\r\nGET / HTTP/1.1",
  "with control characters": () => "c\u0000\u0001\u001b[2J\u007f",
  "like an address": ({ elsewhere }) => `${elsewhere}/v1/audiences?page=3`,
  "like an address without a scheme": ({ elsewhere }) => `//${elsewhere.slice(7)}/audiences`,
  "like a path": () => "../../../../etc/passwd",
  "like a query": () => "c&limit=1&after=x&from=x&cursor=x",
  "that is a word of JavaScript": () => "__proto__",
  "that looks like a number": () => "00012345678901234567890",
  "that looks like nothing": () => "null",
};

const odds: readonly Fault[] = Object.entries(oddities).map(([name, cursorOf]) => ({
  row: odd,
  name: `a cursor ${name}`,
  edit: (parts, scene) => {
    parts.cursor = scene.alias(cursorOf(scene), String(parts.cursor));
  },
  outcome: whole({ requests: 6 }),
}));

const unsendable: Fault = {
  row: odd,
  name: "a cursor that is half a character, which no address can hold",
  edit: (parts) => {
    parts.cursor = "c\ud83d";
  },
  outcome: failed("protocol", { pages: 2, requests: 2 }),
};

const changing: Fault = {
  row: odd,
  name: "a cursor that is another one each time, for the same page",
  when: { page: "any" },
  edit: (parts, { alias, page, call }) => {
    if (typeof parts.cursor === "string" && parts.more === true) {
      parts.cursor = alias(`page-${page}-time-${call}`, parts.cursor);
    }
  },
  outcome: whole({ requests: 6 }),
};

const expired = "a cursor that has expired";
const refusesCursor = ({ dialect }: Scene): { status: number; body: unknown } => ({
  status: 400,
  body: dialect.refusal("invalid_cursor", "This cursor has expired."),
});

const expiries: readonly Fault[] = [
  {
    row: expired,
    name: "for once: the position is good again",
    when: { page: 3 },
    answer: refusesCursor,
    outcome: failed("rejected", {
      pages: 2,
      requests: 3,
      status: 400,
      vendorCode: "invalid_cursor",
    }),
  },
  {
    row: expired,
    name: "for good: only a new listing reads everything",
    when: { times: 1 },
    edit: (parts) => {
      parts.cursor = "expired-for-good"; // the vendor's own emulator refuses it
    },
    outcome: failed("rejected", { pages: 2, requests: 3, status: 400, afterwards: "anew" }),
  },
  {
    row: expired,
    name: "told with 410",
    when: { page: 3 },
    answer: (scene) => ({ ...refusesCursor(scene), status: 410 }),
    outcome: failed("not_found", { pages: 2, requests: 3, status: 410 }),
  },
];

export const cursorFaults: readonly Fault[] = [
  ...cycles,
  roundAndRound,
  ...cursorless,
  ...wrongTypes,
  ...endings,
  ...odds,
  unsendable,
  changing,
  ...expiries,
];
