import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { FaultRule } from "../../../src/testing/index.ts";
import { formatFaults, parseFaults, readFaults } from "../../../src/testing/index.ts";

const text = fc.string({ unit: "binary", maxLength: 20 }).filter((value) => value.isWellFormed());
/** What a header can carry. */
const headerText = fc.string({ unit: "grapheme-ascii", maxLength: 20 });
const json = fc
  .jsonValue({ maxDepth: 2, noUnicodeString: false })
  // What JSON itself does not tell apart.
  .map((value): unknown => JSON.parse(JSON.stringify(value)));
const place = fc.option(fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constant("every")), {
  nil: undefined,
});
const bytes = fc.option(fc.nat(), { nil: undefined });
const some = (value: fc.Arbitrary<string>) => fc.option(value, { nil: undefined });

const fault = fc.oneof(
  fc.record({
    kind: fc.constant("status"),
    status: fc.integer({ min: 200, max: 599 }),
    retryAfter: fc.option(fc.oneof(fc.nat(), headerText), { nil: undefined }),
    retryAfterDate: fc.option(fc.integer(), { nil: undefined }),
    code: some(text),
    message: some(text),
    body: some(text),
  }),
  fc.record({ kind: fc.constant("delay"), milliseconds: fc.nat() }),
  fc.record({ kind: fc.constant("truncated"), after: bytes }),
  fc.record({ kind: fc.constant("rawBody"), body: text, type: some(headerText) }),
  fc.record({ kind: fc.constant("field"), field: text, value: json, at: place }),
  fc.record({ kind: fc.constant("envelope"), field: text, value: json }),
  fc.record({ kind: fc.constant("unknownWord"), word: some(text), at: place }),
  fc.record({ kind: fc.constant("absurdDate"), value: json, at: place }),
  fc.record({ kind: fc.constant("moreFlag"), value: json }),
  fc.record({ kind: fc.constant("oddCursor"), looks: text }),
);

const range = fc.oneof(
  fc.integer({ min: 1, max: 99 }),
  fc.record({ from: fc.integer({ min: 1, max: 9 }), to: fc.integer({ min: 9, max: 99 }) }),
  fc.record({ from: fc.integer({ min: 1, max: 9 }) }),
);
const when = fc.oneof(
  fc.constant({}),
  fc.record({ page: range }),
  fc.record({ call: range }),
  fc.record({ every: fc.integer({ min: 1, max: 99 }) }),
);

const rule = fc
  .tuple(
    fc.record({
      vendor: fc.constantFrom("whop", "batch", "sonarly", "*"),
      operation: fc.constantFrom("list", "view", "*"),
      times: fc.option(fc.oneof(fc.integer({ min: 1 }), fc.constant("always")), { nil: undefined }),
      faults: fc.array(fault, { minLength: 1, maxLength: 3 }),
    }),
    when,
  )
  .map(([common, moment]) => readFaults(JSON.parse(JSON.stringify([{ ...common, ...moment }]))));

test("whatever can be said as data can be said in words, and back", () => {
  fc.assert(
    fc.property(rule, (script) => {
      expect(parseFaults(formatFaults(script))).toEqual(script);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test("no text makes the reader do anything but read it or throw an error that says where", () => {
  const pieces =
    'whop.list page 2 : then drop body after " [ { # \n retry-after 429 at every null 1e999 .. always';
  const words = fc.constantFrom(...pieces.split(" "));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(words).map((list) => list.join(" ")),
        text,
      ),
      (given) => {
        expect(outcome(given)).toMatch(/^(?:read$|Error: Fault script, (?:line|rule|as a whole))/);
      },
    ),
    { seed: 1, numRuns: 2000 },
  );
});

function outcome(given: string): string {
  try {
    const rules: readonly FaultRule[] = parseFaults(given);
    return rules.every(({ faults }) => faults.length > 0) ? "read" : "read as nothing";
  } catch (error) {
    return String(error);
  }
}
