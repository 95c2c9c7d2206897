import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import type { Adapter } from "../../src/core/contract.ts";
import { createDuplicateMemory } from "../../src/core/paging/duplicates.ts";
import { fingerprint } from "../../src/core/fingerprint.ts";
import { part } from "../support/core-read.ts";
import { ids, scripted } from "../support/core-vendor.ts";

/** A vendor of one audience with these pages of members, each told by its key; `null` = they have none. */
function withMembers(pages: readonly (readonly string[])[], keyed = true) {
  const adapter = {
    ...scripted(["aud"]),
    async listMembers({ cursor = "0" }) {
      const keys = pages[Number(cursor)] ?? [];
      const more = Number(cursor) + 1 < pages.length;
      const items = keys.map((key) => ({
        identifiers: { externalId: [key] },
        attributes: {},
        raw: key,
      }));
      return { items, ...(keyed && { keys }), more, next: String(Number(cursor) + 1) };
    },
  } satisfies Adapter<{ readonly id: string }, string>;
  return createAudiences({ one: adapter }).listMembers({ provider: "one", id: "aud" });
}

const single = (keys: readonly string[]): string[][] => keys.map((key) => [key]);

describe("members that come again", () => {
  test.each([1, 2, 5, 10])("%i pages later are given once, and counted", async (distance) => {
    const pages = [...single(ids("m", distance)), ["m1"], ["last"]];
    const { items, report } = await withMembers(pages).collect();
    expect(items.map(({ raw }) => raw)).toEqual([...ids("m", distance), "last"]);
    expect(part(report, "one").duplicates).toBe(1);
  });

  test("on the same page are given once, too", async () => {
    const { items, report } = await withMembers([["m1", "m1", "m2", "m1"]]).collect();
    expect(items.map(({ raw }) => raw)).toEqual(["m1", "m2"]);
    expect(part(report, "one").duplicates).toBe(2);
  });

  test("far beyond the window of recent pages are forgotten: memory stays flat", async () => {
    const pages = [...single(ids("m", 200)), ["m1"]];
    const { items, report } = await withMembers(pages).collect();
    expect(items).toHaveLength(201);
    expect(part(report, "one").duplicates).toBe(0);
  });

  test("within the window are known in the next process too", async () => {
    const list = withMembers([["m1", "m2"], ["m3"], ["m2", "m4"]]);
    for (let limit = 0; limit < 4; limit += 1) {
      const first = await list.collect({ limit });
      const { continuationToken = "" } = first;
      const rest = await list.collect({ continuationToken });
      const seen = [...first.items, ...rest.items].map(({ raw }) => raw);
      expect(seen).toEqual(["m1", "m2", "m3", "m4"]);
      expect(part(rest.report, "one").duplicates).toBe(1);
    }
  });

  test("without keys are not told apart, and each is given", async () => {
    const { items, report } = await withMembers([["m1", "m1"], ["m1"]], false).collect();
    expect(items).toHaveLength(3);
    expect(part(report, "one").duplicates).toBe(0);
  });
});

describe("the memory of what was delivered", () => {
  test("in a token is never smaller than the begun page, and otherwise 128 fingerprints", () => {
    const memory = createDuplicateMemory(true, "");
    memory.push(ids("old", 500));
    expect(memory.recent([])).toHaveLength(128 * 8);
    expect(memory.recent(ids("begun", 50))).toHaveLength(128 * 8);
    const recent = memory.recent(ids("begun", 300));
    expect(recent).toHaveLength(300 * 8);
    expect(recent.endsWith(fingerprint("begun300"))).toBe(true);
  });

  test("fills up with what an earlier process had, the latest last", () => {
    const earlier = ids("early", 128).map(fingerprint).join("");
    const memory = createDuplicateMemory(true, earlier);
    memory.push(["new"]);
    const recent = memory.recent([]);
    expect(recent).toBe(earlier.slice(8) + fingerprint("new"));
  });

  test("holds nothing of an earlier process where this one has enough of its own", () => {
    const memory = createDuplicateMemory(true, ids("early", 128).map(fingerprint).join(""));
    memory.push(ids("new", 200));
    expect(memory.recent([])).toBe(ids("new", 128, 73).map(fingerprint).join(""));
  });

  test("passes on untouched what it was given, however much that is", () => {
    const earlier = ids("early", 700).map(fingerprint).join("");
    expect(createDuplicateMemory(true, earlier).recent([])).toBe(earlier);
  });

  test("knows what an earlier process delivered, and nothing else", () => {
    const memory = createDuplicateMemory(false, fingerprint("a") + fingerprint("b"));
    expect(["a", "b", "c", ""].map((key) => memory.wasDelivered(key))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(createDuplicateMemory(true, "").wasDelivered("a")).toBe(false);
  });
});
