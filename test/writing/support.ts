import { batch } from "../../adapters/batch.ts";
import type { BatchAdapter } from "../../adapters/batch.ts";
import { sonarly } from "../../adapters/sonarly.ts";
import type { SonarlyAdapter } from "../../adapters/sonarly.ts";
import { whop } from "../../adapters/whop.ts";
import type { WhopAdapter, WhopOptions } from "../../adapters/whop.ts";
import { createAudiences } from "../../src/core/audiences.ts";
import type { Audiences } from "../../src/core/facade.ts";
import { isAudienceError } from "../../src/core/errors.ts";
import type { AudienceError } from "../../src/core/errors.ts";
import type { Hooks } from "../../src/core/hooks.ts";
import type { HttpOptions } from "../../src/core/http/http-options.ts";
import type { MemberInput } from "../../src/core/model.ts";
import { createEmulators } from "../../src/testing/index.ts";
import type { Call, EmulatorOptions, Emulators } from "../../src/testing/index.ts";

/** Stands around the vendors' operations, and can be changed while a test runs. */
export type Trouble = (call: Call, next: () => Promise<Response>) => Promise<Response>;

export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
}

export interface World {
  readonly audiences: Audiences<{
    readonly whop: WhopAdapter;
    readonly batch: BatchAdapter;
    readonly sonarly: SonarlyAdapter;
  }>;
  readonly emulators: Emulators;
  /** What the vendors were asked, operation by operation: `whop create`. */
  readonly asked: string[];
  /** Requests as they went out, bodies aside. */
  readonly sent: readonly Sent[];
  trouble: Trouble;
  /** Waits that cost no time: the vendors' clock moves instead. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export interface WorldOptions {
  readonly emulators?: EmulatorOptions;
  readonly http?: HttpOptions;
  readonly whop?: Partial<WhopOptions>;
  readonly hooks?: Hooks;
}

/** The three vendors and the library before them, in a time of their own. */
export function createWorld(options: WorldOptions = {}): World {
  const asked: string[] = [];
  const sent: Sent[] = [];
  const emulators = createEmulators({
    size: 3,
    ...options.emulators,
    intercept: (call, next) => {
      asked.push(`${call.vendor} ${call.operation}`);
      return world.trouble(call, next);
    },
  });
  const sleep: World["sleep"] = async (milliseconds, signal) => {
    signal?.throwIfAborted();
    emulators.clock.advance(milliseconds);
  };
  const http: HttpOptions = {
    fetch(input, init) {
      const given = input instanceof Request ? input : undefined;
      sent.push({
        method: init?.method ?? given?.method ?? "GET",
        url: input instanceof Request ? input.url : new URL(input).href,
        headers: new Headers(init?.headers ?? given?.headers),
      });
      return emulators.fetch(input, init);
    },
    sleep,
    now: emulators.clock.now,
    random: () => 0.5,
    requestsPerMinute: Number.POSITIVE_INFINITY,
    ...options.http,
  };
  const world: World = {
    emulators,
    asked,
    sent,
    sleep,
    trouble: (_call, next) => next(),
    audiences: createAudiences(
      {
        whop: whop({
          apiKey: emulators.whop.apiKey,
          accountId: emulators.whop.accountId,
          ...http,
          ...options.whop,
        }),
        batch: batch({
          apiKey: emulators.batch.apiKey,
          projectKey: emulators.batch.projectKey,
          ...http,
        }),
        sonarly: sonarly({
          apiKey: emulators.sonarly.apiKey,
          accountGroupId: emulators.sonarly.accountGroupId,
          ...http,
        }),
      },
      options.hooks,
    ),
  };
  return world;
}

/** The n-th of any number of people: an email, a phone and an id each. */
export function person(index: number): MemberInput {
  return {
    identifiers: {
      email: [`person${index}@example.com`],
      phone: [`+1555${String(index).padStart(7, "0")}`],
      externalId: [`Id ${index}`],
    },
    attributes: { firstName: `First ${index}`, lastName: "Last", country: "US" },
  };
}

export const people = (count: number, from = 0): readonly MemberInput[] =>
  Array.from({ length: count }, (_, index) => person(from + index));

/** The error of something that fails. */
export async function errorOf(run: Promise<unknown> | undefined): Promise<AudienceError> {
  const settled: unknown = await Promise.resolve(run).then(
    (value) => ({ value }),
    (reason: unknown) => reason,
  );
  if (!isAudienceError(settled)) {
    throw new Error("It did not fail with an AudienceError.", { cause: settled });
  }
  return settled;
}

/** A connection that breaks after the vendor has acted. */
export const applyThenDrop =
  (operation: string, times = Number.POSITIVE_INFINITY): Trouble =>
  async (call, next) => {
    const answer = await next();
    if (`${call.vendor} ${call.operation}` === operation && call.call <= times) {
      throw new TypeError("fetch failed");
    }
    return answer;
  };

/** A connection that breaks before the vendor has heard anything. */
export const dropBefore =
  (operation: string, times = Number.POSITIVE_INFINITY): Trouble =>
  async (call, next) => {
    if (`${call.vendor} ${call.operation}` === operation && call.call <= times) {
      throw new TypeError("fetch failed");
    }
    return next();
  };

/** A proxy's hiccup after the vendor has acted. */
export const applyThenFail =
  (operation: string, times = Number.POSITIVE_INFINITY): Trouble =>
  async (call, next) => {
    const answer = await next();
    return `${call.vendor} ${call.operation}` === operation && call.call <= times
      ? new Response("<h1>Bad gateway</h1>", { status: 502 })
      : answer;
  };

/** The calls as a program without types makes them. */
export function untyped(
  audiences: object,
): Readonly<Record<string, (...values: readonly unknown[]) => Promise<unknown>>> {
  return Object(audiences);
}
