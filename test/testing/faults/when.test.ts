import { describe, expect, test } from "vitest";
import { inProcess, keysOf, statuses } from "./support.ts";

const ok = 200;
const bad = 503;

describe("when", () => {
  test.each([
    [": 503", [bad, ok, ok, ok, ok, ok]],
    ["times 2: 503", [bad, bad, ok, ok, ok, ok]],
    ["always: 503", [bad, bad, bad, bad, bad, bad]],
    ["call 2: 503", [ok, bad, ok, ok, ok, ok]],
    ["call 2..4: 503", [ok, bad, bad, bad, ok, ok]],
    ["call 4..: 503", [ok, ok, ok, bad, bad, bad]],
    ["every 2: 503", [ok, bad, ok, bad, ok, bad]],
    ["every 2 times 2: 503", [ok, bad, ok, bad, ok, ok]],
    ["page 1: 503", [bad, ok, ok, ok, ok, ok]],
    ["page 1 times 3: 503", [bad, bad, bad, ok, ok, ok]],
    ["page 1 always: 503", [bad, bad, bad, bad, bad, bad]],
    ["page 2 always: 503", [ok, ok, ok, ok, ok, ok]],
    ["chance 0: 503", [ok, ok, ok, ok, ok, ok]],
    ["chance 1: 503", [bad, bad, bad, bad, bad, bad]],
    ["chance 1 times 1: 503", [bad, ok, ok, ok, ok, ok]],
  ])("%s", async (script, expected) => {
    expect(await statuses(inProcess("whop", script), 6)).toEqual(expected);
  });

  test("a range of pages: each of them once", async () => {
    const list = inProcess("batch", "page 2..3: 503");
    const [first, all] = [await list.ask(), await keysOf("batch")];
    expect((await list.ask({ cursor: first.next })).status).toBe(bad);
    const second = await list.ask({ cursor: first.next });
    expect((await list.ask({ cursor: second.next })).status).toBe(bad);
    expect(await list.walk()).toEqual(all);
  });

  test("of several rules the first whose turn it is", async () => {
    const list = inProcess("whop", "call 2: 502");
    list.faults.add("whop.list call 2..3: 503\nwhop.list always: 504");
    expect(await statuses(list, 4)).toEqual([504, 502, 503, 504]);
    expect(list.faults.list().map(({ met }) => met)).toEqual([1, 1, 2]);
  });

  test("rules of the same page wait for one another", async () => {
    const list = inProcess("whop", "page 1: 502");
    list.faults.add("whop.list page 1: 503");
    expect(await statuses(list, 3)).toEqual([502, 503, ok]);
  });

  test("a request with a cursor that is none has no page", async () => {
    const list = inProcess("sonarly", "page 1.. always: 503");
    expect((await list.ask({ cursor: "made up" })).status).toBe(400);
  });
});
