import { absent } from "../support/dialects.ts";
import type { Json } from "../support/dialects.ts";
import { damaged, whole } from "../support/fault.ts";
import type { Fault, Outcome, Scene } from "../support/fault.ts";

const keyless = "a record without its key, a null record";
const words = "unknown word, new field, changed type";
const dates = "absurd dates";
const numbers = "numbers beyond 2^53 and other odd numbers";
const hostile = "hostile texts in records";

type Change = (record: Json, scene: Scene) => unknown;

const without =
  (member: (scene: Scene) => string, value: unknown): Change =>
  (record, scene) =>
    Object.fromEntries(
      Object.entries({ ...record, [member(scene)]: value }).filter(([, each]) => each !== absent),
    );
const idOf = ({ dialect }: Scene): string => dialect.fields.id;

const unreadable: Readonly<Record<string, Change>> = {
  "no key": without(idOf, absent),
  "a key that is null": without(idOf, null),
  "an empty key": without(idOf, ""),
  "a key that is a number": without(idOf, 17),
  "a key that is an object": without(idOf, { id: "x" }),
  "a null record": () => null,
  "a record that is a text": () => "audience",
  "a record that is a list": () => [],
  "a record that is a number": () => 17,
  "an empty record": () => ({}),
};

const refused: readonly Fault[] = Object.entries(unreadable).map(([name, record]) => ({
  row: keyless,
  name,
  record,
  outcome: damaged(1),
}));

const allRefused: Fault = {
  row: keyless,
  name: "no record of the page has one",
  edit: (parts) => {
    parts.items = parts.items.map(() => ({ name: null }));
  },
  outcome: damaged(3),
};

const kept = (
  row: string,
  name: string,
  record: Change,
  outcome: Fault["outcome"] = whole({ requests: 6 }),
): Fault => ({ row, name, record, outcome });

const noticing = (code: "changed_type" | "unexpected_field" | "unreadable_date"): Outcome =>
  whole({ requests: 6, noticed: [code] });

const set =
  (field: "status" | "created" | "size" | "text", value: unknown): Change =>
  (record, { dialect }) => {
    const member = dialect.fields[field];
    return member === undefined ? record : { ...record, [member]: value };
  };

/** Sonarly has no word for the status. */
const oddWord = {
  whop: whole({ requests: 6, noticed: ["unknown_word"] }),
  batch: whole({ requests: 6, noticed: ["unknown_word"] }),
  sonarly: whole({ requests: 6 }),
} as const;

const changed: readonly Fault[] = [
  kept(words, "a status nobody has heard of", set("status", "archived_by_owner"), oddWord),
  kept(words, "a status that is a word of JavaScript", set("status", "constructor"), oddWord),
  kept(words, "an empty status", set("status", ""), oddWord),
  kept(
    words,
    "a new field",
    (record) => ({ ...record, brand_new: 1 }),
    noticing("unexpected_field"),
  ),
  kept(
    words,
    "a hundred new fields",
    (record) => ({
      ...record,
      ...Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`new_${index}`, index])),
    }),
    noticing("unexpected_field"),
  ),
  kept(words, "a name that is a number", set("text", 17), noticing("changed_type")),
  kept(words, "a name that is an object", set("text", { en: "x" }), noticing("changed_type")),
  kept(words, "a name that is null", set("text", null)),
  kept(words, "a name that is left out", (record, scene) => {
    const { [scene.dialect.fields.text]: _left, ...rest } = record;
    return rest;
  }),
  kept(words, "a date in Unix seconds", set("created", 1_764_547_200)),
  kept(words, "a date in Unix seconds as a text", set("created", "1764547200")),
  kept(words, "a date in ISO 8601 without a zone", set("created", "2026-07-14T10:00:00")),
  kept(words, "a date that is an object", set("created", { at: 1 }), noticing("changed_type")),
  kept(words, "a date that is true", set("created", true), noticing("changed_type")),
  kept(words, "a date that is null", set("created", null)),
];

/** Deeper than JSON.stringify can write, so it is put in as a text. */
const deep: Fault = {
  row: words,
  name: "a new field that is deep",
  rewrite: (answer, { dialect }) => {
    const member = `"${dialect.fields.created}":`;
    const nested = "[".repeat(50_000) + "]".repeat(50_000);
    const text = answer.body.toString().replace(member, `"deep":${nested},${member}`);
    return { ...answer, body: Buffer.from(text) };
  },
  outcome: noticing("unexpected_field"),
};

const absurdDates: readonly Fault[] = [
  "0000-00-00T00:00:00Z",
  "2026-02-31T25:61:61Z",
  "9999-12-31T23:59:59Z",
  "yesterday",
  "",
  -1,
  1e20,
  1_764_547_200_000_000,
].map((value) =>
  kept(dates, JSON.stringify(value), set("created", value), noticing("unreadable_date")),
);

const sizes: readonly Fault[] = [
  ["2^53", 2 ** 53],
  ["2^60", 2 ** 60],
  ["1e308", 1e308],
  ["-1", -1],
  ["1.5", 1.5],
  ["the text 9007199254740993", "9007199254740993"],
  ["the text many", "many"],
].map(([name, value]) => ({
  row: numbers,
  name: `a size of ${name}`,
  // A record that Whop counts: lookalikes have no size to be read.
  record: (record, scene) =>
    set("size", value)({ ...record, audience_type: "custom", source_type: "csv_upload" }, scene),
  outcome: whole({ requests: 6, noticed: ["unreadable_count"] }),
}));

const overflow: Fault = {
  row: numbers,
  name: "a number that JSON reads as Infinity",
  when: { page: 2 },
  rewrite: (answer) => ({
    ...answer,
    body: Buffer.from(answer.body.toString().replace("{", '{"generated":1e999,')),
  }),
  outcome: whole({ requests: 6 }),
};

const texts: Readonly<Record<string, string>> = {
  "a megabyte": "x".repeat(1_000_000),
  "control characters and escape codes": "\u0000\u001b[2J\u0007\u202e",
  "half a character": "\ud83d",
  "a formula": '=HYPERLINK("https://example.test")',
  "a script": "<script>alert(1)</script>",
};

const texted: readonly Fault[] = Object.entries(texts).map(([name, text]) =>
  kept(hostile, `a name that is ${name}`, set("text", text)),
);

const polluting: readonly Fault[] = [
  {
    row: hostile,
    name: "members called __proto__ and constructor",
    when: { page: "any" },
    rewrite: (answer) => ({
      ...answer,
      body: Buffer.from(
        answer.body
          .toString()
          .replaceAll(
            /"(created|created_at|createdAt)":/g,
            '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"$1":',
          ),
      ),
    }),
    outcome: whole({ requests: 6, noticed: ["unexpected_field"] }),
  },
];

export const recordFaults: readonly Fault[] = [
  ...refused,
  allRefused,
  ...changed,
  deep,
  ...absurdDates,
  ...sizes,
  overflow,
  ...texted,
  ...polluting,
];
