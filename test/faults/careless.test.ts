import nock from "nock";
import { beforeAll, describe, expect, test } from "vitest";

import { carelessClient } from "./support/careless-client.ts";
import { vendors } from "./support/dialects.ts";
import { judge } from "./support/judge.ts";
import type { Wrong } from "./support/verdict.ts";
import { faults } from "./table/index.ts";

/** Where no answer comes it waits for ever, and is watched for so many ms; otherwise as long as it takes. */
const patience = 300;
const atOnce = 12;
/** What the suite must find, row by row. Where it is nothing, being careless does no harm, and nobody is blamed. */
const expected: Readonly<Record<string, readonly Wrong[]>> = {
  "the same cursor again, or a cycle of any length": ["doubled", "silent", "unresumable"],
  "more to come, and no cursor": ["doubled", "silent", "untyped"],
  "a cursor that is no text": ["silent", "unresumable"],
  "the end, though there is a cursor": [],
  "odd cursors": ["leaking", "untyped"],
  "a cursor that has expired": ["silent", "unresumable"],
  "empty pages in the middle": ["silent"],
  "pages without progress, under ever new cursors": ["doubled", "silent", "unresumable"],
  "pages larger or smaller than asked for": ["doubled"],
  "a flag of the wrong type": ["silent", "unresumable"],
  "counts: absent, wrong, negative, a text": [],
  "items inserted, removed, repeated or shifted between pages": ["doubled"],
  "broken JSON, an empty answer, a page of a proxy, with 200": ["leaking", "lost", "untyped"],
  "JSON with 200 that is no page": ["silent", "untyped"],
  "the vendor's error envelope with 200": ["silent"],
  "odd spellings of a good page": [],
  "a record without its key, a null record": ["invented", "silent", "unnoticed"],
  "unknown word, new field, changed type": [],
  "absurd dates": [],
  "numbers beyond 2^53 and other odd numbers": [],
  "hostile texts in records": [],
  "refusals, at once or in the middle": ["leaking", "silent", "unresumable", "untyped"],
  "408, 425 and 5xx: once, every second time, for ever": ["lost", "silent", "untyped"],
  redirects: ["astray", "untyped"],
  "429 and 503 that ask for a wait": ["hammering", "lost", "silent"],
  "429 and 503 that ask for nonsense": ["hammering", "lost", "silent"],
  "429 and 503 that ask for longer than the deadline": ["silent", "unresumable"],
  "connections that break, answers that are cut": ["leaking", "lost", "untyped"],
  "no answer, half an answer, a drip": ["hang"],
  "the same from the emulators themselves, as fault scripts": [
    ...(["doubled", "hang", "leaking", "lost", "silent", "unresumable", "untyped"] as const),
  ],
  "odd but whole answers": [],
  "no such host, no connection": ["leaking", "unresumable", "untyped"],
  "an answer that echoes the key, an e-mail address and a telephone number": ["leaking", "silent"],
};

const cells = faults
  .map((fault, index) => ({ fault, vendor: vendors[index % vendors.length] ?? "whop" }))
  .filter(({ fault }) => fault.endless !== true);

describe("a careless client is caught", () => {
  const found = new Map<string, Set<Wrong>>();
  let failed = 0;

  beforeAll(async () => {
    nock.restore();
    const queue = [...cells];
    const work = async (): Promise<void> => {
      for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
        const { fault, vendor } = cell;
        const limit = fault.silent === true ? patience : 60_000;
        const violations = await judge(carelessClient, fault, vendor, limit);
        failed += violations.length > 0 ? 1 : 0;
        const row = found.get(fault.row) ?? new Set();
        found.set(fault.row, new Set([...row, ...violations.map(({ wrong }) => wrong)]));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }, 120_000);

  test("the table of what is expected has every row", () => {
    expect(new Set(Object.keys(expected))).toEqual(new Set(cells.map(({ fault }) => fault.row)));
  });

  test.each(Object.entries(expected))("%s", (row, wrongs) => {
    const seen = found.get(row) ?? new Set();
    expect(wrongs.filter((wrong) => !seen.has(wrong))).toEqual([]);
    expect(wrongs.length === 0 ? [...seen] : []).toEqual([]);
  });

  test("in more than three cells of five", () => {
    process.stdout.write(`a careless client fails: ${failed} of ${cells.length} cells\n`);
    expect(failed / cells.length).toBeGreaterThan(0.6);
  });
});
