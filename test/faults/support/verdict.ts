import type { Ending } from "./client.ts";
import { pageSize } from "./emulated.ts";
import type { Failed, Outcome } from "./fault.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { World } from "./world.ts";

/** What a client can do wrong. */
export type Wrong =
  | "hang" // it does not end
  | "silent" // it says that all is well, and it is not
  | "lost" // something was not delivered that could be
  | "doubled" // something came twice
  | "invented" // something came that was never listed
  | "untyped" // its error does not say what happened
  | "unresumable" // once the vendor is healed, the rest does not come
  | "hammering" // more requests than it should make, or other waits
  | "astray" // it went where it must not go
  | "leaking" // a canary is in what it says
  | "leftover" // a connection is still waiting
  | "unnoticed"; // it does not say what it should

export interface Violation {
  readonly wrong: Wrong;
  readonly what: string;
}

/** What a client handed over and said. */
export interface Reading {
  readonly ids: readonly string[];
  readonly ending: Ending | undefined;
  readonly thrown: unknown;
}

export type Blame = (wrong: Wrong, what: string) => void;

const fits = (
  value: number | undefined,
  [least, most]: readonly [least: number, most: number],
): boolean => value !== undefined && value >= least && value <= most;

/** Everything that could be delivered, once, in the vendor's order. */
export function judgeDelivery(
  world: World,
  expected: Outcome,
  { ids, ending }: Reading,
  blame: Blame,
): void {
  const all = world.throughout();
  const wanted =
    expected.ends === "failed"
      ? all.slice(0, expected.pages * pageSize)
      : expected.ends === "damaged"
        ? all.filter((_, index) => index < pageSize || index >= pageSize + expected.refused)
        : all;
  const missing = wanted.filter((id) => !ids.includes(id));
  const strangers = ids.filter((id) => !world.ever().has(id));
  if (missing.length > 0) {
    blame(ending?.complete === true ? "silent" : "lost", `${missing.length} items`);
  }
  if (new Set(ids).size < ids.length) {
    blame("doubled", `${ids.length - new Set(ids).size} items`);
  }
  if (strangers.length > 0) {
    blame("invented", strangers.join(", "));
  }
  const ordered = expected.ends !== "whole" || expected.unordered !== true;
  const throughout = ids.filter((id) => wanted.includes(id));
  if (missing.length === 0 && ordered && throughout.join() !== wanted.join()) {
    blame("lost", "the order of the vendor");
  }
}

/** Whether it says what it should say. */
export function judgeEnding(expected: Outcome, { ending, thrown }: Reading, blame: Blame): void {
  if (ending === undefined) {
    blame("untyped", `threw ${String(thrown)}`);
    return;
  }
  const { failure } = ending;
  if (ending.complete !== (expected.ends === "whole")) {
    const what = `says complete: ${ending.complete}, ${failure?.code ?? "no failure"}`;
    blame(ending.complete ? "silent" : "lost", what);
  }
  if (expected.ends === "failed") {
    judgeFailure(expected, ending, blame);
  } else if (expected.ends === "damaged") {
    if (ending.refused !== expected.refused || !ending.noticed?.includes("invalid_record")) {
      blame("unnoticed", `${ending.refused} records refused`);
    }
    if (ending.token !== undefined) {
      blame("unresumable", "a token, though nothing can be continued");
    }
  } else if (ending.noticed !== undefined) {
    const { noticed = [], duplicates = 0 } = expected;
    if (noticed.some((code) => ending.noticed?.includes(code) !== true)) {
      blame("unnoticed", `noticed ${ending.noticed.join(", ")}`);
    }
    if (ending.duplicates !== duplicates) {
      blame("unnoticed", `${ending.duplicates} duplicates`);
    }
  }
}

function judgeFailure(expected: Failed, { failure }: Ending, blame: Blame): void {
  if (failure === undefined) {
    return; // it has been blamed for being silent
  }
  const typed =
    failure.code === expected.code &&
    failure.provider !== undefined &&
    failure.operation === "list" &&
    (expected.status === undefined || failure.status === expected.status) &&
    (expected.vendorCode === undefined || failure.vendorCode === expected.vendorCode) &&
    (expected.retryAfter === undefined || fits(failure.retryAfter, expected.retryAfter));
  if (!typed) {
    const { code, status, vendorCode, retryAfter } = failure;
    blame("untyped", JSON.stringify({ code, status, vendorCode, retryAfter }));
  }
}

/** No more requests than needed, and no other waits. */
export function judgePace(
  expected: Outcome,
  requests: number,
  time: VirtualTime,
  blame: Blame,
): void {
  const allowed = expected.ends === "damaged" ? undefined : expected.requests;
  if (allowed !== undefined && requests !== allowed) {
    blame("hammering", `${requests} requests`);
  }
  const ranges = expected.ends === "damaged" ? undefined : expected.waits;
  const waits = time.waits.filter((wait) => wait > 0);
  const kept =
    ranges === undefined
      ? waits.every((wait) => fits(wait, [0, 120_000]))
      : waits.length === ranges.length && ranges.every((range, index) => fits(waits[index], range));
  if (!kept || time.pending() > 0) {
    blame("hammering", `waited ${waits.join(", ")} ms`);
  }
}
