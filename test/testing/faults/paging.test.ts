import { describe, expect, test } from "vitest";
import { inProcess, keysOf, vendors } from "./support.ts";

describe.each(vendors)("%s", (vendor) => {
  describe("repeat cursor", () => {
    test("the cursor that was sent comes back, with more to come", async () => {
      const list = inProcess(vendor, "page 2: repeat cursor");
      const first = await list.ask();
      const second = await list.ask({ cursor: first.next });
      expect(second).toMatchObject({ next: first.next, more: true });
      expect(second.keys).toHaveLength(3);
      // Once, so that the cursor that came back leads on for whoever follows it.
      const again = await list.ask({ cursor: second.next });
      expect(again.keys).toEqual(second.keys);
      expect(again.next).not.toBe(first.next);
    });

    test("always: a client that believes it never ends", async () => {
      const list = inProcess(vendor, "page 2 always: repeat cursor");
      expect(await list.walk(9)).toHaveLength(8 * 3);
      expect(list.faults.met()).toBe(8);
    });

    test("on the first page, which no cursor leads to", async () => {
      const list = inProcess(vendor, "page 1 always: repeat cursor");
      const first = await list.ask();
      const again = await list.ask({ cursor: first.next });
      expect(again).toMatchObject({ keys: first.keys, next: first.next, more: true });
    });

    test.each([
      [2, [1, 2, 3, 2, 3, 2]],
      [3, [1, 2, 3, 1, 2, 3]],
    ])("a cycle of %i pages", async (cycle, expected) => {
      const all = await keysOf(vendor);
      const list = inProcess(vendor, `page 3 always: repeat cursor ${cycle}`);
      const pages: number[] = [];
      const cursors: unknown[] = [];
      let answer = await list.ask();
      for (const _ of expected) {
        pages.push(1 + all.indexOf(answer.keys[0]) / 3);
        cursors.push(answer.next);
        answer = await list.ask({ cursor: answer.next });
      }
      expect(pages).toEqual(expected);
      expect(new Set(cursors).size).toBe(cycle);
    });

    test("a cycle longer than what was read goes back to the start", async () => {
      const list = inProcess(vendor, "page 2 always: repeat cursor 9");
      const first = await list.ask();
      const second = await list.ask({ cursor: first.next });
      expect((await list.ask({ cursor: second.next })).keys).toEqual(first.keys);
    });
  });

  test.each([
    ["null", null],
    ["missing", undefined],
    ["empty", ""],
  ])("more without cursor %s", async (word, cursor) => {
    const list = inProcess(vendor, `page 1: more without cursor ${word}`);
    const answer = await list.ask();
    expect(answer.more).toBe(true);
    expect(answer.next).toBe(cursor);
    expect(answer.keys).toHaveLength(3);
    expect(await list.walk()).toEqual(await keysOf(vendor));
  });

  test("cursor without more: in the middle, and at the end", async () => {
    const middle = await inProcess(vendor, "page 2: cursor without more").askPage(2);
    expect(middle).toMatchObject({ more: false, next: expect.stringMatching(/./) });
    const end = await inProcess(vendor, "page 4: cursor without more").askPage(4);
    expect(end).toMatchObject({ more: false, next: expect.stringMatching(/./) });
  });

  describe("empty page", () => {
    test.each([
      ["page 2: empty page", 1],
      ["page 2 times 3: empty page", 3],
      ["page 1 times 2: empty page", 2],
      ["page 1..4: empty page", 4],
    ])("%s: under new cursors, and nothing is lost", async (script, times) => {
      const list = inProcess(vendor, script);
      expect(await list.walk()).toEqual(await keysOf(vendor));
      expect(list.faults.met()).toBe(times);
    });

    test("always: for ever, under ever new cursors", async () => {
      const list = inProcess(vendor, "page 2 always: empty page");
      const cursors = new Set<unknown>();
      let answer = await list.askPage(2);
      for (let count = 0; count < 20; count += 1) {
        expect(answer).toMatchObject({ items: [], more: true });
        cursors.add(answer.next);
        answer = await list.ask({ cursor: answer.next });
      }
      expect(cursors.size).toBe(20);
      expect(String(answer.next).length).toBeLessThan(600);
    });
  });

  test("same page: for ever, under ever new cursors", async () => {
    const list = inProcess(vendor, "page 2 always: same page");
    const first = await list.askPage(2);
    const second = await list.ask({ cursor: first.next });
    const third = await list.ask({ cursor: second.next });
    expect([second.keys, third.keys]).toEqual([first.keys, first.keys]);
    expect(new Set([first.next, second.next, third.next]).size).toBe(3);
  });

  test("same page: once more, and then on", async () => {
    const all = await keysOf(vendor);
    const walked = await inProcess(vendor, "page 2: same page").walk();
    expect(walked).toEqual([...all.slice(0, 6), ...all.slice(3)]);
  });

  test.each([
    ['"true"', "true"],
    ["1", 1],
    ["null", null],
    ["missing", undefined],
    ["{}", {}],
  ])("more flag %s", async (words, value) => {
    const answer = await inProcess(vendor, `page 1: more flag ${words}`).ask();
    expect(answer.more).toEqual(value);
    expect(answer.keys).toHaveLength(3);
  });
});
