import { expect, test } from "vitest";

import { batch } from "../../adapters/batch.ts";
import { csv } from "../../adapters/csv.ts";
import { jsonl } from "../../adapters/jsonl.ts";
import { memory } from "../../adapters/memory.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import { AudienceError } from "../../src/core/errors.ts";

/** As a program without types calls it. */
const calling =
  (adapter: string, make: Function, ...given: readonly unknown[]) =>
  (): unknown =>
    Reflect.apply(make, undefined, given) ?? adapter;

const cases = [
  ["whop", whop, "apiKey", "accountId"],
  ["batch", batch, "apiKey", "projectKey"],
  ["sonarly", sonarly, "apiKey", "accountGroupId"],
  ["csv", csv, "path", ""],
  ["jsonl", jsonl, "path", ""],
] as const;

test.for(cases)("%s without what it needs names it", ([name, make, first]) => {
  for (const given of [[], [undefined], [null], [{}]]) {
    const error: unknown = expectThrown(calling(name, make, ...given));
    expect(error).toBeInstanceOf(AudienceError);
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect(String(error)).toContain(`${name}: ${first} `);
  }
});

test.for(cases.slice(0, 3))("%s without its scope names that", ([name, make, first, second]) => {
  expect(calling(name, make, { [first]: "key" })).toThrow(`${name}: ${second} is missing`);
});

test("memory needs nothing", () => {
  expect(calling("memory", memory)).not.toThrow();
});

function expectThrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("It did not throw.");
}
