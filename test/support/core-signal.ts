import { getEventListeners } from "node:events";

import { afterEach, beforeEach, expect } from "vitest";

import { settle } from "./core-timing.ts";

/** How many listen to a signal's abort. */
export const listenersOf = (signal: AbortSignal): number =>
  getEventListeners(signal, "abort").length;

/** Fails a test that leaves a rejection behind which nobody handles. */
export function watchRejections(): void {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => {
    unhandled.push(reason);
  };
  beforeEach(() => {
    unhandled.length = 0;
    process.on("unhandledRejection", note);
  });
  afterEach(async () => {
    await settle();
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });
}

/** Reasons of every kind that a caller may abort with; each must come back as it is. */
export const reasons: readonly (readonly [string, unknown])[] = [
  ["an Error", new Error("enough")],
  ["a DOMException", new DOMException("stopped", "AbortError")],
  ["a TypeError", new TypeError("fetch failed")],
  ["a text", "enough"],
  ["a number", 0],
  ["null", null],
  ["false", false],
  ["an object", { why: "enough" }],
];
