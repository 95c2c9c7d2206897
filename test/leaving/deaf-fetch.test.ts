import { describe, expect, test } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import { thrownBy } from "../support/core-read.ts";
import { dialects, vendors } from "../faults/support/dialects.ts";
import { listeners, settlesWithin, turns, watchTimers } from "./support/traces.ts";

const never = (): Promise<never> => new Promise(() => undefined);
const bodyOf = (pull: () => Promise<void>, cancel?: () => Promise<void>): Response =>
  new Response(new ReadableStream({ pull, ...(cancel !== undefined && { cancel }) }));

/** Whoever brings a fetch of his own may bring one that does not listen to its signal. */
const fetches: Readonly<Record<string, typeof globalThis.fetch>> = {
  "never answers": never,
  "never gives a byte of the body": async () => bodyOf(never),
  "never gives the body up": async () => bodyOf(never, never),
  "fails to give the body up": async () =>
    bodyOf(never, () => Promise.reject(new Error("it cannot be given up"))),
};
const cells = vendors.flatMap((vendor) =>
  Object.entries(fetches).map(([name, fetch]) => ({ vendor, name, fetch })),
);

describe.each(cells)("$vendor by a fetch that $name", ({ vendor, fetch }) => {
  const access = {
    baseUrl: "https://vendor.test/v1",
    apiKey: "key",
    accountId: "a",
    projectKey: "p",
    accountGroupId: "g",
  };
  const audiencesWithin = (timeout: number) =>
    createAudiences({ one: dialects[vendor].adapter(access, { fetch, timeout, retries: 0 }) });

  test("an abort ends it all the same", async () => {
    using timers = watchTimers();
    const controller = new AbortController();
    const { signal } = controller;
    const reading = thrownBy(() => audiencesWithin(30_000).list({ signal }).collect());
    await turns(5);
    expect([listeners(signal), timers.pending()]).toEqual([1, 1]);
    controller.abort("enough");
    expect(await settlesWithin(20, reading)).toBe(true);
    expect(await reading).toBe("enough");
    expect([listeners(signal), timers.pending()]).toEqual([0, 0]);
  });

  test("and so does its deadline", async () => {
    using timers = watchTimers();
    const { report } = await audiencesWithin(20).list().collect();
    expect(report.providers["one"]?.error).toMatchObject({ code: "timeout", provider: "one" });
    expect(timers.pending()).toBe(0);
  });
});
