import { describe, expect, test } from "vitest";

import { AudienceError } from "../../src/core/errors.ts";
import { fingerprint } from "../../src/core/fingerprint.ts";
import { freshLane } from "../../src/core/paging/lane-state.ts";
import type { LaneState } from "../../src/core/paging/lane-state.ts";
import { laneFrom, page } from "./lane-from.ts";
import type { Answer } from "./lane-from.ts";

const down = new AudienceError("unavailable", "one: list is down.", { provider: "one" });
const prints = (...keys: readonly string[]): string => keys.map(fingerprint).join("");

describe("where a lane stands", () => {
  test("before it asked is where it began", () => {
    const from = { cursor: "c1", pageSize: 7, skip: 2, recent: prints("a"), pages: 3, items: 4 };
    const { lane } = laneFrom(from);
    expect(lane.state()).toEqual({ ...freshLane, ...from });
    expect([lane.phase, lane.isBegun(), lane.take()]).toEqual(["idle", false, []]);
  });

  test("within a page is at that page, with so many of it delivered", async () => {
    const { lane, turn } = laneFrom({}, { ...page("c1", "a", "b"), total: 9, refused: 1 });
    expect(await turn()).toEqual(["a", "b"]);
    const begun = { ...freshLane, pageSize: 10, requests: 1, expected: 9 };
    expect([lane.phase, lane.isBegun(), lane.state()]).toEqual(["idle", true, begun]);
    lane.deliver(1);
    expect([lane.isBegun(), lane.state()]).toEqual([
      true,
      { ...begun, skip: 1, items: 1, recent: prints("a") },
    ]);
    lane.deliver(1);
    expect([lane.isBegun(), lane.state()]).toEqual([
      false,
      {
        ...freshLane,
        cursor: "c1",
        recent: prints("a", "b"),
        cycle: [fingerprint("c1"), 2, 0],
        pages: 1,
        items: 2,
        requests: 1,
        refused: 1,
        expected: 9,
      },
    ]);
  });

  test("within a later page counts what came before it, and not the page itself", async () => {
    const { lane, turn } = laneFrom({}, page("c1", "a", "a"), page("c2", "a", "b", "c"));
    await turn();
    lane.deliver(1);
    expect(await turn()).toEqual(["b", "c"]);
    lane.deliver(1);
    expect(lane.state()).toEqual({
      ...freshLane,
      cursor: "c1",
      pageSize: 10,
      skip: 1,
      recent: prints("a", "a", "b"),
      cycle: [fingerprint("c1"), 2, 0],
      pages: 1,
      items: 2,
      requests: 2,
      duplicates: 1,
    });
  });

  test("at the end keeps the counts alone", async () => {
    const { lane, turn } = laneFrom({}, page("c1", "a"), page(undefined, "a", "b"));
    await turn();
    lane.deliver(1);
    await turn();
    lane.deliver(1);
    expect(lane.phase).toBe("closed");
    expect(lane.state()).toEqual({
      ...freshLane,
      status: "end",
      cursor: "c1",
      cycle: [fingerprint("c1"), 2, 0],
      pages: 2,
      items: 2,
      requests: 2,
      duplicates: 1,
    });
  });

  test.for<readonly [string, Answer, number, Partial<LaneState>]>([
    ["behind a page", down, 1, { cursor: "c1", recent: prints("a", "b"), pages: 1, items: 2 }],
    [
      "behind a page whose successor is unknown",
      { ...page(undefined, "c"), more: true },
      1,
      {
        cursor: "c1",
        pageSize: 10,
        skip: 1,
        recent: prints("a", "b", "c"),
        pages: 1,
        items: 3,
      },
    ],
    [
      "within a page whose successor is unknown",
      { ...page(undefined, "c"), more: true },
      0,
      { cursor: "c1", pageSize: 10, recent: prints("a", "b"), pages: 1, items: 2 },
    ],
  ])("after a failure is %s", async ([, answer, delivered, state]) => {
    const { lane, turn } = laneFrom({}, page("c1", "a", "b"), answer);
    await turn();
    lane.deliver(2);
    await turn();
    lane.deliver(answer instanceof Error ? 0 : delivered);
    expect(lane.phase).toBe("closed");
    expect(lane.state()).toEqual({
      ...freshLane,
      status: "failed",
      cycle: [fingerprint("c1"), 2, 0],
      requests: 2,
      ...state,
    });
    expect(lane.report().status).toBe("failed");
  });
});

describe("a lane that goes on within a page", () => {
  const from = { cursor: "c1", pageSize: 3, skip: 1, recent: prints("a"), pages: 1, items: 2 };

  test("counts what was delivered of it by all, and then stands at the next", async () => {
    const { lane, turn } = laneFrom(from, page("c2", "a", "b", "c"));
    expect(await turn()).toEqual(["b", "c"]);
    lane.deliver(1);
    expect(lane.state()).toEqual({
      ...freshLane,
      ...from,
      skip: 2,
      recent: prints("a", "a", "b"),
      items: 3,
      requests: 1,
    });
    lane.deliver(1);
    expect(lane.state()).toMatchObject({ cursor: "c2", pageSize: null, skip: 0, pages: 2 });
  });

  test("with the page size of then, and asks for the next by its own", async () => {
    const { turn, asked } = laneFrom(from, page("c2", "a", "b"), page(undefined, "c"));
    expect([await turn(), await turn()]).toEqual([["b"], ["c"]]);
    expect(asked).toEqual([
      { cursor: "c1", pageSize: 3 },
      { cursor: "c2", pageSize: 10 },
    ]);
  });

  test("remembers what came again on it for the pages behind it", async () => {
    const { lane, turn } = laneFrom({}, page("c1", "a"), page("c2", "a", "b"), page("c3", "c"));
    for (const count of [1, 1, 0]) {
      await turn();
      lane.deliver(count);
    }
    expect(lane.state()).toMatchObject({ cursor: "c2", recent: prints("a", "a", "b") });
  });
});
