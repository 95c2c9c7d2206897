import { describe, expect, test } from "vitest";

import type { PageRequest, ProviderPage } from "../../src/core/contract.ts";
import { AudienceError } from "../../src/core/errors.ts";
import { fingerprint } from "../../src/core/fingerprint.ts";
import { freshLane } from "../../src/core/paging/lane-state.ts";
import type { LaneState } from "../../src/core/paging/lane-state.ts";
import { createLane } from "../../src/core/paging/paging.ts";
import { settle } from "../support/core-timing.ts";

type Answer = ProviderPage<string> | Error;

/** A page of these keys, each its own item. */
const page = (next: string | undefined, ...keys: readonly string[]): ProviderPage<string> => ({
  items: keys,
  keys,
  more: next !== undefined,
  next,
});
const down = new AudienceError("unavailable", "one: list is down.", { provider: "one" });
const prints = (...keys: readonly string[]): string => keys.map(fingerprint).join("");

/** A lane that goes on from a state and is given these answers, one after the other; nobody may abort it. */
function laneFrom(from: Partial<LaneState>, ...answers: readonly Answer[]) {
  const asked: PageRequest[] = [];
  const noticed: unknown[] = [];
  let changes = 0;
  const lane = createLane<string>({
    provider: "one",
    operation: "list",
    pageSize: 10,
    exact: true,
    state: { ...freshLane, ...from },
    async ask(request, { onRequest }) {
      const answer = answers[asked.length] ?? new Error("nothing is left");
      asked.push(request);
      const answered = { attempt: 1, status: 200, duration: 1, requestId: null };
      onRequest?.({ provider: "one", operation: "list", method: "GET", url: "x", ...answered });
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
    context: { provider: "one", operation: "list" },
    onChange: () => {
      changes += 1;
    },
    onDiagnostic: (diagnostic) => noticed.push(diagnostic),
  });
  return {
    lane,
    asked,
    noticed,
    changes: () => changes,
    /** Asks, and takes what came. */
    async turn(): Promise<readonly string[]> {
      lane.ask();
      await settle();
      return lane.take();
    },
  };
}

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

describe("a lane", () => {
  test("goes on where another stopped, with the page size of then, and then with its own", async () => {
    const from = { cursor: "c1", pageSize: 3, skip: 1, recent: prints("a"), pages: 1, items: 2 };
    const { turn, asked } = laneFrom(from, page("c2", "a", "b"), page(undefined, "c"));
    expect([await turn(), await turn()]).toEqual([["b"], ["c"]]);
    expect(asked).toEqual([
      { cursor: "c1", pageSize: 3 },
      { cursor: "c2", pageSize: 10 },
    ]);
  });

  test("that failed is asked again, and one that is at its end is not", async () => {
    const failed = laneFrom({ status: "failed" }, page(undefined, "a"));
    expect(await failed.turn()).toEqual(["a"]);
    expect(failed.asked).toEqual([{ cursor: undefined, pageSize: 10 }]);
    const ended = laneFrom({ status: "end" });
    expect([ended.lane.phase, await ended.turn(), ended.asked]).toEqual(["closed", [], []]);
    expect(ended.lane.state()).toEqual({ ...freshLane, status: "end" });
  });

  test("asks once, however often it is told to, and says when something has changed", async () => {
    const { lane, asked, changes } = laneFrom({}, page("c1", "a"));
    lane.ask();
    lane.ask();
    expect([lane.phase, changes()]).toEqual(["asking", 0]);
    await settle();
    lane.ask();
    expect([lane.phase, asked.length, changes()]).toEqual(["ready", 1, 1]);
    expect([lane.take(), lane.take()]).toEqual([["a"], []]);
  });

  test("says also that it has failed, and what it was given that is no page", async () => {
    const nothing: ProviderPage<string> = JSON.parse("{}");
    const { lane, turn, changes } = laneFrom({}, nothing);
    expect(await turn()).toEqual([]);
    expect([lane.phase, changes()]).toEqual(["closed", 1]);
    const { error } = lane.report();
    expect(error).toMatchObject({ code: "invalid_response", provider: "one", operation: "list" });
    expect(error?.cause).toMatchObject({
      message:
        "A page needs items, a text of its own for each in keys if there are keys, more as true or false, and next as a text.",
    });
  });

  test("says of a vendor that cannot be followed what to do", async () => {
    const { lane, turn } = laneFrom({}, { ...page(undefined, "a"), more: true });
    await turn();
    expect(lane.report().error).toMatchObject({
      code: "protocol",
      provider: "one",
      operation: "list",
      message:
        "one: list said that there is more and gave no cursor, so the rest of the list cannot be reached. Report it to the vendor; the token continues from here once it is mended.",
    });
  });

  test("tells what it notices the first time, and reports how often", async () => {
    const note = { code: "unknown_word", path: "data[].status", message: "holds x" } as const;
    const { lane, turn, noticed } = laneFrom({}, { ...page(undefined, "a"), notes: [note, note] });
    await turn();
    expect(noticed).toEqual([{ ...note, count: 1 }]);
    expect(lane.report()).toMatchObject({ status: "more", diagnostics: [{ ...note, count: 2 }] });
    lane.deliver(1);
    expect(lane.report().status).toBe("end");
  });
});
