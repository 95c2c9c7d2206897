import nock from "nock";
import { beforeAll, describe, expect, test } from "vitest";

import { thrownBy } from "../support/core-read.ts";
import { listeners, settlesWithin, turns, watchTimers } from "../leaving/support/traces.ts";
import { libraryClient } from "./support/library-client.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import { dialects, vendors } from "./support/dialects.ts";
import { pageSize } from "./support/emulated.ts";
import { whole } from "./support/fault.ts";
import type { Fault } from "./support/fault.ts";
import type { Wire } from "./support/wire.ts";
import { createWorld } from "./support/world.ts";

beforeAll(() => nock.restore());

const megabyte = 1_000_000;
/** What is under way in the buffers of two sockets when the client has had enough. */
const inBuffers = 30 * megabyte;

/** A hundred megabytes and more of each are there to be had. */
const swelling: readonly Wire[] = [
  "an enormous body",
  "an endless body",
  "a body that unpacks to gigabytes",
  "headers without end",
  "early hints without end",
];

describe.each(vendors)("%s", (vendor) => {
  test.each(swelling)("%s is not read to its end", async (wire) => {
    const fault: Fault = { row: "", name: wire, when: { page: 1 }, wire, outcome: whole() };
    await using world = await createWorld(vendor, fault, "");
    const options = {
      maxBodyBytes: megabyte,
      timeout: 200,
      retries: 0,
      requestsPerMinute: Number.POSITIVE_INFINITY,
    };
    const target = { vendor, access: world.access, options };
    const { failure } = await libraryClient("pages").read(target, () => undefined, undefined);
    expect(["invalid_response", "network", "timeout"]).toContain(failure?.code);
    await world.server.quiet();
    expect(world.server.sent()).toBeLessThan(inBuffers);
  });

  test("a wait that no timer holds is no busy loop", async () => {
    const month = 30 * 86_400;
    const fault: Fault = {
      row: "",
      name: "a month",
      answer: () => ({ status: 429, headers: { "retry-after": String(month) } }),
      outcome: whole(),
    };
    await using world = await createWorld(vendor, fault, "");
    using timers = watchTimers();
    const waiting = Promise.withResolvers<void>();
    const adapter = dialects[vendor].adapter(world.access, {
      maxRetryTime: Number.POSITIVE_INFINITY,
      requestsPerMinute: Number.POSITIVE_INFINITY,
    });
    const audiences = createAudiences({ [vendor]: adapter }, { onRetry: () => waiting.resolve() });
    const controller = new AbortController();
    const { signal } = controller;
    const reading = thrownBy(() => audiences.list({ pageSize, signal }).collect());
    await waiting.promise;
    await turns(50);
    expect([world.server.requests.length, timers.pending()]).toEqual([2, 1]);
    controller.abort(new Error("enough"));
    expect(await settlesWithin(20, reading)).toBe(true);
    expect([listeners(signal), timers.pending()]).toEqual([0, 0]);
  });
});
