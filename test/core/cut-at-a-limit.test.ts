import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { AudienceError } from "../../src/core/errors.ts";
import { errorOf, idsOf } from "../support/core-read.ts";
import { scripted } from "../support/core-vendor.ts";
import type { ScriptedVendor, Step } from "../support/core-vendor.ts";

const down = new AudienceError("unavailable", "sick: list was refused with 503.", {
  provider: "sick",
  operation: "list",
});

/** Lists whose order is that of the providers, a page of each in turn; one of them breaks down at a page. */
const steps = (sick: readonly Step[]): Readonly<Record<string, ScriptedVendor>> => ({
  a: scripted(["a1"], ["a2"], ["a3"]),
  sick: scripted(...sick),
  z: scripted(["z1"], ["z2"], ["z3"]),
});
const atFirst = [down];
const atSecond = [["s1"], down];

describe("toArray with a limit", () => {
  test.each([
    ["fails before the limit", atFirst, 2],
    ["fails in an earlier round", atFirst, 4],
    ["fails on its second page, which should be among them", atSecond, 5],
  ] as const)("a provider that %s is not hidden by it", async (_when, sick, limit) => {
    const listing = createAudiences(steps(sick)).list();
    const error = await errorOf(() => listing.toArray({ limit }));
    expect(error).toMatchObject({ code: "incomplete", provider: "sick", causes: [down] });
    expect(error.continuationToken).toBeTypeOf("string");
  });

  test.each([
    ["its turn has not come", atFirst, 1, ["a1"]],
    ["its turn has not come again", atSecond, 4, ["a1", "s1", "z1", "a2"]],
    ["it gave all that was wanted of it", atSecond, 3, ["a1", "s1", "z1"]],
  ] as const)("one that fails on what nobody wanted is: %s", async (_when, sick, limit, ids) => {
    const listing = createAudiences(steps(sick)).list();
    expect(idsOf(await listing.toArray({ limit }))).toEqual(ids);
  });

  test("by arrival there is no order in which one is earlier, so any failure tells", async () => {
    const listing = createAudiences(steps(atFirst)).list({ order: "arrival" });
    const error = await errorOf(() => listing.toArray({ limit: 6 }));
    expect(error).toMatchObject({ code: "incomplete", provider: "sick" });
  });

  test("of nothing asks nobody, and misses nothing", async () => {
    const vendors = steps(atFirst);
    expect(await createAudiences(vendors).list().toArray({ limit: 0 })).toEqual([]);
    expect(vendors["sick"]?.calls).toHaveLength(0);
  });
});
