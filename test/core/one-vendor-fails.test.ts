import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { AudienceError } from "../../src/core/errors.ts";
import { errorOf, idsOf, loop, pagesOf, part } from "../support/core-read.ts";
import { held, settle, watch } from "../support/core-timing.ts";
import { scripted } from "../support/core-vendor.ts";
import type { ScriptedVendor, Step } from "../support/core-vendor.ts";

const down = new AudienceError("unavailable", "sick: list was refused with 503.", {
  provider: "sick",
  operation: "list",
  status: 503,
});
const whole: readonly Step[] = [["s1", "s2"], ["s3", "s4"], ["s5"]];

/** Three vendors, of which the second fails at one of its pages. */
function failingAt(index: number) {
  const sick = scripted(...whole);
  sick.steps[index] = down;
  const vendors = { a: scripted(["a1"], ["a2"], ["a3"]), sick, z: scripted(["z1"], ["z2"]) };
  return { sick, vendors, audiences: createAudiences(vendors) };
}

function heal(sick: ScriptedVendor): void {
  sick.steps.splice(0, sick.steps.length, ...whole);
}

const cases = [
  { when: "on its first page", index: 0, got: [] },
  { when: "in the middle", index: 1, got: ["s1", "s2"] },
  { when: "on its last page", index: 2, got: ["s1", "s2", "s3", "s4"] },
] as const;

describe.each(cases)("one vendor fails $when", ({ index, got }) => {
  const missing = ["s1", "s2", "s3", "s4", "s5"].filter((id) => !got.some((other) => other === id));
  const healthy = ["a1", "a2", "a3", ...got, "z1", "z2"].toSorted();

  test.each(["rounds", "arrival"] as const)(
    "in %s the others are read to their end",
    async (order) => {
      const { vendors, audiences } = failingAt(index);
      const { items, report } = await audiences.list({ order }).collect();
      expect(idsOf(items).toSorted()).toEqual(healthy);
      expect(report.complete).toBe(false);
      expect(part(report, "a")).toMatchObject({ status: "end", items: 3, error: null });
      expect(part(report, "z")).toMatchObject({ status: "end", items: 2, error: null });
      expect(part(report, "sick")).toMatchObject({
        status: "failed",
        items: got.length,
        error: down,
      });
      expect([vendors.a.calls.length, vendors.z.calls.length]).toEqual([3, 2]);
    },
  );

  test("byPage tells it in the report of its last page, and throws nothing", async () => {
    const pages = await pagesOf(failingAt(index).audiences.list(), { size: 2 });
    const last = pages.at(-1);
    expect(pages.flatMap(({ items }) => idsOf(items)).toSorted()).toEqual(healthy);
    expect(part(last?.report, "sick")).toMatchObject({ status: "failed", error: down });
    expect(last?.report.complete).toBe(false);
    expect(last?.continuationToken).toBeTypeOf("string");
  });

  test("a loop delivers everything healthy, and then throws", async () => {
    const { seen, thrown } = await loop(failingAt(index).audiences.list());
    expect(seen.toSorted()).toEqual(healthy);
    expect(thrown).toMatchObject({ code: "incomplete", causes: [down], cause: down });
  });

  test("toArray throws, so that nobody takes a short list for a whole one", async () => {
    const error = await errorOf(() => failingAt(index).audiences.list().toArray());
    expect(error).toMatchObject({
      code: "incomplete",
      operation: "list",
      provider: "sick",
      transient: true,
      causes: [down],
      cause: down,
    });
    expect(error.message).toMatch(/list is incomplete: sick failed \(unavailable\)\./);
    expect(part(error.report, "sick").status).toBe("failed");
    expect(part(error.report, "a").status).toBe("end");
  });

  test("the token goes on with the failed one alone, and gives exactly what is missing", async () => {
    const { sick, vendors, audiences } = failingAt(index);
    const { continuationToken = "" } = await errorOf(() => audiences.list().toArray());
    heal(sick);
    const before = [vendors.a.calls.length, vendors.z.calls.length];
    const rest = await audiences.list().collect({ continuationToken });
    expect(idsOf(rest.items)).toEqual(missing);
    expect(rest.report.complete).toBe(true);
    expect(rest.continuationToken).toBeUndefined();
    expect([vendors.a.calls.length, vendors.z.calls.length]).toEqual(before);
    expect(part(rest.report, "sick")).toMatchObject({ items: 5, pages: 3 });
  });

  test("as long as it is not healed, each attempt gives a token as good as the last", async () => {
    const { sick, audiences } = failingAt(index);
    let token = "";
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const {
        items,
        report,
        continuationToken = "",
      } = await audiences.list().collect(token === "" ? {} : { continuationToken: token });
      expect(items.length).toBe(attempt === 0 ? healthy.length : 0);
      expect(report.complete).toBe(false);
      token = continuationToken;
    }
    heal(sick);
    const rest = await audiences.list().collect({ continuationToken: token });
    expect(idsOf(rest.items)).toEqual(missing);
  });

  test("stopped at every item while one is failing, and healed: nothing is lost, nothing twice", async () => {
    for (let limit = 0; limit <= healthy.length; limit += 1) {
      const { sick, audiences } = failingAt(index);
      const first = await audiences.list().collect({ limit });
      heal(sick);
      const { continuationToken = "" } = first;
      const rest = await audiences.list().collect({ continuationToken });
      const both = [...first.items, ...rest.items];
      expect(idsOf(both).toSorted()).toEqual([...healthy, ...missing].toSorted());
    }
  });
});

describe("more than one fails", () => {
  test("all down is never an empty success", async () => {
    const audiences = createAudiences({ a: scripted(down), b: scripted(new Error("broken")) });
    const error = await errorOf(() => audiences.list().toArray());
    expect(error.causes?.map(({ code }) => code)).toEqual(["unavailable", "invalid_response"]);
    expect(error.provider).toBeUndefined();
    const { report } = await audiences.list().collect();
    expect(report.complete).toBe(false);
  });

  test("incomplete is transient where one of its causes is", async () => {
    const denied = new AudienceError("authentication", "no", { provider: "b" });
    const both = createAudiences({ a: scripted(down), b: scripted(denied) });
    const one = createAudiences({ a: scripted(["a1"]), b: scripted(denied) });
    expect(await errorOf(() => both.list().toArray())).toMatchObject({ transient: true });
    expect(await errorOf(() => one.list().toArray())).toMatchObject({ transient: false });
  });

  test("unreadable records make a loop incomplete too, with nothing to go on from", async () => {
    const one = scripted({ ids: ["a1"], refused: 2 });
    const { seen, thrown } = await loop(createAudiences({ one }).list());
    expect(seen).toEqual(["a1"]);
    expect(thrown).toMatchObject({ code: "incomplete", continuationToken: undefined, causes: [] });
    expect(String(thrown)).toContain("one gave 2 unreadable records");
  });
});

describe("a failure keeps its turn", () => {
  test("a page that fails before its turn does not stop what comes before it", async () => {
    const slow = held(scripted(["s1"]));
    const sick = scripted(down);
    const reading = watch(createAudiences({ slow, sick }).list().collect());
    await settle();
    await slow.releaseAll();
    expect(idsOf(reading.value()?.items ?? [])).toEqual(["s1"]);
  });

  test("what an adapter throws that is no error of ours becomes one, with its cause", async () => {
    const fault = new TypeError("undefined is not a function");
    const { report } = await createAudiences({ one: scripted(fault) })
      .list()
      .collect();
    const { error } = part(report, "one");
    expect(error).toBeInstanceOf(AudienceError);
    expect(error).toMatchObject({ code: "invalid_response", provider: "one", operation: "list" });
    expect(error?.cause).toMatchObject({ message: fault.message });
  });
});
