import type { Json, VendorName } from "../support/dialects.ts";
import { failed, whole } from "../support/fault.ts";
import type { Fault, Scene, Substitute } from "../support/fault.ts";

const notJson = "broken JSON, an empty answer, a page of a proxy, with 200";
const notAPage = "JSON with 200 that is no page";
const envelope = "the vendor's error envelope with 200";
const readable = "odd spellings of a good page";

const html = "<!doctype html><title>Back soon</title><p>We are updating our systems.</p>";

/** A list that is right up to where it is cut. */
const cut = ({ dialect }: Scene): string =>
  JSON.stringify(dialect.refusal("cut", "A message of some length, to be cut.")).slice(0, -9);

/** Not JSON: a proxy's hiccup, so it is asked for again. */
const texts: Readonly<Record<string, (scene: Scene) => Substitute>> = {
  "an empty body": () => ({ body: "" }),
  "204 and no body": () => ({ status: 204 }),
  "an HTML page": () => ({ headers: { "content-type": "text/html" }, body: html }),
  "an HTML page that says it is JSON": () => ({ body: html }),
  "plain text": () => ({ headers: { "content-type": "text/plain" }, body: "upstream not ready" }),
  "JSON that is cut": (scene) => ({ body: cut(scene) }),
  "JSON and something behind it": () => ({ body: '{"data":[]} {"data":[]}' }),
  "JSON with NaN in it": () => ({ body: '{"data":[],"total":NaN}' }),
  "a callback around the JSON": () => ({ body: 'callback({"data":[]})' }),
  "a stream of events": () => ({
    headers: { "content-type": "text/event-stream" },
    body: "data: {}\n\n",
  }),
  "spaces only": () => ({ body: " \n\t " }),
  "UTF-16": () => ({ body: Buffer.from("\ufeff{}", "utf16le") }),
  "bytes that are no UTF-8": () => ({ body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }),
};

const unreadable: readonly Fault[] = Object.entries(texts).flatMap(([name, answer]) => [
  {
    row: notJson,
    name: `${name}, once`,
    when: { times: 1 },
    answer,
    outcome: whole({ requests: 7 }),
  },
  {
    row: notJson,
    name: `${name}, for ever`,
    answer,
    outcome: failed("invalid_response", { requests: 6 }),
  },
]);

/** JSON, but not what the vendor documents: asking again would not help. */
const values: Readonly<Record<string, unknown>> = {
  null: "null",
  true: "true",
  "a number": "17",
  "a text": '"audiences"',
  "an empty list": "[]",
  "a list of records": [{ id: "x", name: "x" }],
  "an empty object": {},
  "a message and nothing else": { message: "ok" },
  "the members with other names": { results: [], next: null, has_next: false },
  "members that are all null": {
    data: null,
    page_info: null,
    audiences: null,
    has_more: null,
    success: null,
  },
  "lists that are objects": {
    success: true,
    data: { items: {}, hasMore: false },
    page_info: { has_next_page: false },
    audiences: {},
    has_more: false,
  },
  "a page without its list": {
    success: true,
    data: { hasMore: false, nextCursor: null },
    page_info: { has_next_page: false, end_cursor: null },
    count: 18,
  },
  "lists that are texts": {
    success: true,
    data: "items",
    page_info: { has_next_page: false },
    audiences: "none",
    has_more: false,
  },
};

const misfits: readonly Fault[] = Object.entries(values).map(([name, body]) => ({
  row: notAPage,
  name,
  answer: () => ({ body }),
  outcome: failed("invalid_response"),
}));

const emptyPages: Readonly<Record<VendorName, Json>> = {
  whop: { data: [], page_info: { has_next_page: false, end_cursor: null } },
  batch: { audiences: [], has_more: false },
  sonarly: { success: true, data: { items: [], hasMore: false, nextCursor: null }, error: null },
};

/** A base address that leads to somebody else: an empty page of theirs is no empty list of ours. */
const strangers: readonly Fault[] = (["whop", "batch", "sonarly"] as const).map((other) => ({
  row: notAPage,
  name: `an empty page as ${other} writes it, at the others`,
  answer: ({ vendor }) => ({
    body: emptyPages[vendor === other ? (other === "whop" ? "batch" : "whop") : other],
  }),
  outcome: failed("invalid_response"),
}));

const envelopes: readonly Fault[] = [
  {
    row: envelope,
    name: "a refusal of the vendor's own",
    answer: ({ dialect }) => ({ body: dialect.refusal("internal_trouble", "Something broke.") }),
    outcome: failed("rejected", { vendorCode: "internal_trouble" }),
  },
  {
    row: envelope,
    name: "a refusal with an empty page in the same body",
    answer: ({ dialect, vendor }) => ({
      body: { ...emptyPages[vendor], ...dialect.refusal("internal_trouble", "Something broke.") },
    }),
    outcome: failed("rejected", { vendorCode: "internal_trouble" }),
  },
];

/** Pages that are whole all the same. */
const spellings: Readonly<Record<string, (text: string) => string>> = {
  "a byte order mark": (text) => `\ufeff${text}`,
  "spaces and line breaks around it": (text) => `\r\n\t ${text} \n\n`,
  "every letter of every text escaped": (text) =>
    text.replaceAll(/"(?:[^"\\]|\\.)*"/g, (quoted) =>
      quoted.replaceAll(/(?<!\\)[a-z]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
    ),
  "a member twice": (text) => text.replace("{", '{"data":0,"audiences":0,"success":false,'),
};

const spelled: readonly Fault[] = Object.entries(spellings).map(([name, change]) => ({
  row: readable,
  name,
  when: { page: "any" },
  rewrite: (answer) => ({ ...answer, body: Buffer.from(change(answer.body.toString())) }),
  outcome: whole({ requests: 6 }),
}));

const labelled: readonly Fault[] = ["text/html", "application/octet-stream", "nonsense"].map(
  (type) => ({
    row: readable,
    name: `content type ${type}`,
    when: { page: "any" },
    rewrite: (answer) => ({ ...answer, headers: [["content-type", type]] }),
    outcome: whole({ requests: 6 }),
  }),
);

const unlabelled: Fault = {
  row: readable,
  name: "no content type",
  when: { page: "any" },
  rewrite: (answer) => ({ ...answer, headers: [] }),
  outcome: whole({ requests: 6 }),
};

export const bodyFaults: readonly Fault[] = [
  ...unreadable,
  ...misfits,
  ...strangers,
  ...envelopes,
  ...spelled,
  ...labelled,
  unlabelled,
];
