import { describe, expect, test } from "vitest";

import type { ProviderPage } from "../../src/core/contract.ts";
import { freshLane } from "../../src/core/paging/lane-state.ts";
import { settle } from "../support/core-timing.ts";
import { laneFrom, page } from "./lane-from.ts";

describe("a lane", () => {
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
