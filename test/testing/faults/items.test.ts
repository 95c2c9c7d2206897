import { describe, expect, test } from "vitest";
import { at, inProcess, keysOf, vendors } from "./support.ts";

describe.each(vendors)("%s", (vendor) => {
  describe("shifted", () => {
    test("the page begins with the end of the page before, and nothing is lost", async () => {
      const all = await keysOf(vendor);
      const list = inProcess(vendor, "page 2: shifted 2");
      expect((await list.askPage(2)).keys).toEqual([all[1], all[2], all[3]]);
      list.faults.clear();
      list.faults.add(`${vendor}.list page 2..3: shifted 2`);
      const walked = await list.walk();
      expect(walked.length).toBeGreaterThan(all.length);
      expect([...new Set(walked)]).toEqual(all);
    });

    test("a page of no more than that grows instead", async () => {
      const all = await keysOf(vendor);
      const list = inProcess(vendor, "page 2: shifted 3");
      expect((await list.askPage(2)).keys).toEqual(all.slice(0, 6));
    });

    test("has nothing to begin the first page with, and waits", async () => {
      const list = inProcess(vendor, "page 1: shifted 2");
      expect(await list.walk()).toEqual(await keysOf(vendor));
      expect(list.faults.met()).toBe(0);
    });
  });

  test("repeat items: the last ones come twice", async () => {
    const all = await keysOf(vendor);
    const list = inProcess(vendor, "page 2: repeat items 2");
    expect((await list.askPage(2)).keys).toEqual([...all.slice(3, 6), all[4], all[5]]);
  });

  test("lose items: the first ones are not there, and the list goes on", async () => {
    const all = await keysOf(vendor);
    const list = inProcess(vendor, "page 2: lose items 2");
    expect(await list.walk()).toEqual([...all.slice(0, 3), ...all.slice(5)]);
  });

  describe("page size", () => {
    test.each([1, 2, 3, 5, 7, 12, 40])("%i, whatever was asked for", async (size) => {
      const list = inProcess(vendor, `always: page size ${size}`);
      expect((await list.ask()).keys).toHaveLength(Math.min(size, 12));
      expect(await list.walk()).toEqual(await keysOf(vendor));
    });

    test("above the vendor's maximum", async () => {
      const list = inProcess(vendor, ": page size 130", { size: 140 });
      const first = await list.ask({ size: 100 });
      expect(first.keys).toHaveLength(130);
      expect((await list.ask({ cursor: first.next, size: 100 })).keys).toHaveLength(10);
    });

    test("the pages behind it are numbered as the client sees them", async () => {
      const list = inProcess(vendor, "page 1: page size 5");
      await list.walk();
      expect(list.emulators[vendor].requests.map(({ page }) => page)).toEqual([1, 2, 3, 4]);
    });
  });
});

describe("count", () => {
  test.each([
    ["7", 7],
    ["-1", -1],
    ['"140"', "140"],
    ["null", null],
    ["1e300", 1e300],
  ])("batch: %s", async (words, value) => {
    const list = inProcess("batch", `page 1: count ${words}`);
    expect(at((await list.ask()).body, ["count"])).toEqual(value);
    expect(await list.walk()).toEqual(await keysOf("batch"));
  });

  test("batch: missing on the first page, or there on another", async () => {
    const { body } = await inProcess("batch", "page 1: count missing").ask();
    expect(body).not.toHaveProperty("count");
    expect((await inProcess("batch", "page 2: count 3").askPage(2)).body).toHaveProperty(
      "count",
      3,
    );
  });

  test.each(["whop", "sonarly"] as const)("%s does not count, so that it cannot lie", (vendor) => {
    expect(() => inProcess(vendor, "page 1: count 7")).toThrow(
      `"${vendor}.list page 1: count 7" can befall nothing here: ${vendor}.list has no count.`,
    );
  });
});
