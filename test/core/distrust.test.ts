import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { idsOf, part, untyped } from "../support/core-read.ts";
import { ids, scripted, vendorOf } from "../support/core-vendor.ts";
import type { Vendor } from "../support/core-vendor.ts";

/** Reads a vendor that must not be believed, beside one that is well. */
async function read(sick: Vendor) {
  const well = scripted(["w1"], ["w2"]);
  const { items, report } = await createAudiences({ sick, well }).list().collect();
  expect(part(report, "well")).toMatchObject({ status: "end", items: 2 });
  const own = items.filter(({ provider }) => provider === "sick");
  return { seen: idsOf(own), report: part(report, "sick") };
}

const protocol = {
  status: "failed",
  error: { code: "protocol", provider: "sick", operation: "list" },
};

describe("a cursor that comes again", () => {
  test("at once, the first page's own", async () => {
    const sick = scripted(
      { ids: ["s1"], more: true, next: "c1" },
      { ids: ["s2"], more: true, next: "c1" },
    );
    const { seen, report } = await read(sick);
    expect(seen).toEqual(["s1", "s2"]);
    expect(report).toMatchObject(protocol);
    expect(report.error?.message).toMatch(/sick: list gave a cursor that it had given before/);
    expect(sick.cursors()).toEqual([null, "c1"]);
  });

  test.each([2, 3, 7, 50])(
    "in a cycle of %i, after one page too many at the most",
    async (length) => {
      const steps = ids("s", length + 2).map((id, index) => ({
        ids: [id],
        more: true,
        next: index === length + 1 ? "c2" : `c${index + 1}`,
      }));
      const sick = scripted(...steps);
      const { seen, report } = await read(sick);
      expect(report).toMatchObject(protocol);
      expect(seen).toEqual(ids("s", length + 2));
      expect(sick.calls).toHaveLength(length + 2);
    },
  );

  test("though its pages bring new items every time", async () => {
    const sick = vendorOf((_request, call) => ({
      ids: [`s${call}`],
      more: true,
      next: `c${call % 3}`,
    }));
    const { report } = await read(sick);
    expect(report).toMatchObject(protocol);
    expect(sick.calls.length).toBeLessThanOrEqual(5);
  });
});

describe("more and no cursor", () => {
  test.each([undefined, ""])("a cursor of %j with more is no end of the list", async (next) => {
    const sick = scripted({ ids: ["s1"], more: true, next });
    const { seen, report } = await read(sick);
    expect(seen).toEqual(["s1"]);
    expect(report).toMatchObject(protocol);
    expect(sick.calls).toHaveLength(1);
  });

  test("no more and a cursor is the end, and nothing is asked after it", async () => {
    const sick = scripted({ ids: ["s1"], more: false, next: "c1" }, ["s2"]);
    const { seen, report } = await read(sick);
    expect(seen).toEqual(["s1"]);
    expect(report).toMatchObject({ status: "end", error: null });
    expect(sick.calls).toHaveLength(1);
  });

  test("no more and a cursor that was given before is the end too", async () => {
    const sick = scripted(["s1"], { ids: ["s2"], more: false, next: "c1" });
    expect((await read(sick)).report).toMatchObject({ status: "end" });
  });
});

describe("empty pages", () => {
  test("in the middle are gone through", async () => {
    const { seen, report } = await read(scripted([], ["s1"], [], [], ["s2"], []));
    expect(seen).toEqual(["s1", "s2"]);
    expect(report).toMatchObject({ status: "end", pages: 6 });
  });

  test("without end, under ever new cursors, are a protocol error soon", async () => {
    const sick = vendorOf((_request, call) => ({ ids: [], more: true, next: `c${call}` }));
    const { report } = await read(sick);
    expect(report).toMatchObject(protocol);
    expect(sick.calls.length).toBeLessThanOrEqual(25);
  });

  test("are counted in a row: what comes between sets the count back", async () => {
    const sick = vendorOf((_request, call) => ({
      ids: call % 15 === 0 ? [`s${call}`] : [],
      more: call < 90,
      next: `c${call}`,
    }));
    expect((await read(sick)).report).toMatchObject({ status: "end", items: 6, pages: 90 });
  });
});

describe("the same again", () => {
  test("the same page for ever, under ever new cursors, is a protocol error soon", async () => {
    const sick = vendorOf((_request, call) => ({
      ids: ["s1", "s2"],
      more: true,
      next: `c${call}`,
    }));
    const { seen, report } = await read(sick);
    expect(seen).toEqual(["s1", "s2"]);
    expect(report).toMatchObject(protocol);
    expect(sick.calls.length).toBeLessThanOrEqual(25);
  });

  test("a few pages in turn for ever, under ever new cursors, too", async () => {
    const sick = vendorOf((_request, call) => ({
      ids: ids(`s${call % 3}_`, 4),
      more: true,
      next: `c${call}`,
    }));
    const { seen, report } = await read(sick);
    expect(seen).toHaveLength(12);
    expect(report).toMatchObject(protocol);
  });

  test("items that come again on later pages are given once, and counted", async () => {
    const { seen, report } = await read(scripted(["s1", "s2"], ["s2", "s3"], ["s1", "s3", "s4"]));
    expect(seen).toEqual(["s1", "s2", "s3", "s4"]);
    expect(report).toMatchObject({ status: "end", items: 4, duplicates: 3 });
  });

  test("an item twice on one page is given once", async () => {
    const { seen, report } = await read(scripted(["s1", "s1", "s2"]));
    expect(seen).toEqual(["s1", "s2"]);
    expect(report.duplicates).toBe(1);
  });

  test("however far apart: of audiences every one is remembered", async () => {
    const pages = ids("s", 300).map((id) => [id]);
    const { seen, report } = await read(scripted(...pages, ["s1", "s150"]));
    expect(seen).toHaveLength(300);
    expect(report.duplicates).toBe(2);
  });
});

test("a protocol error says what to do and is not worth repeating as it is", async () => {
  const { report } = await read(scripted({ ids: ["s1"], more: true, next: undefined }));
  expect(report.error).toMatchObject({
    code: "protocol",
    provider: "sick",
    operation: "list",
    transient: false,
    message:
      "sick: list said that there is more and gave no cursor, so the rest of the list cannot be reached. Report it to the vendor; the token continues from here once it is mended.",
  });
});

test("an adapter that gives no page is told what a page needs", async () => {
  const sick = vendorOf(() => untyped({ ids: [], more: "no" }));
  const { report } = await read(sick);
  expect(report.error).toMatchObject({
    code: "invalid_response",
    message: "sick: list failed in the adapter. Report it to its author; error.cause says why.",
    cause: {
      message:
        "A page needs items, a text of its own for each in keys if there are keys, more as true or false, and next as a text.",
    },
  });
});
