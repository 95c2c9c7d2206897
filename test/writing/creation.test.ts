import { describe, expect, test } from "vitest";

import { AudienceError } from "../../src/core/errors.ts";
import type { ErrorCode } from "../../src/core/errors.ts";
import type { AudienceRecord } from "../../src/core/model.ts";
import { createCreation } from "../../src/core/writing/creation.ts";
import { fakeTime } from "../support/core-http.ts";
import { errorOf } from "../support/core-read.ts";
import { recordOf } from "../support/core-vendor.ts";

const context = { provider: "shop", operation: "create", idempotencyKey: "k1" };
const draft = { name: "vip" };

const failure = (code: ErrorCode, ambiguous = false): AudienceError =>
  new AudienceError(code, `shop: create failed (${code}).`, { ambiguous });
const lost = failure("network", true);
const missing = failure("not_found");

/** Gives these in turn, the last one for ever; an error is thrown. */
function inTurn<Value>(...ends: readonly (Value | AudienceError)[]) {
  let calls = 0;
  return {
    calls: () => calls,
    async next(): Promise<Value> {
      const end = ends[Math.min(calls, ends.length - 1)];
      calls += 1;
      if (end === undefined || end instanceof AudienceError) {
        throw end ?? new Error("Nothing is scripted.");
      }
      return end;
    },
  };
}

const vip = recordOf("vip");
const held: AudienceRecord = { ...vip, size: { value: 3, unit: "ids" } };
const empty: AudienceRecord = { ...vip, size: { value: 0, unit: "ids" } };
const processing: AudienceRecord = { ...vip, status: "processing" };

interface Script {
  /** What is found under the name, look by look. @default nothing */
  readonly get?: readonly (AudienceRecord | AudienceError)[];
  readonly make?: readonly (string | AudienceError)[];
  readonly look?: readonly (AudienceRecord | AudienceError)[];
}

/** A vendor where the caller chooses the id. */
function named({ get = [missing], make = ["t1"], look = [vip] }: Script) {
  const time = fakeTime();
  const runtime = { now: time.now, sleep: time.sleep, random: () => 0.5 };
  const [found, made, looked] = [inTurn(...get), inTurn(...make), inTurn(...look)];
  const followed: (string | undefined)[] = [];
  const create = createCreation(runtime).createNamed<typeof draft, unknown>({
    id: ({ name }) => name,
    get: found.next,
    make: made.next,
    look: (_id, pending) => {
      followed.push(pending);
      return looked.next();
    },
  });
  return { create: () => create(draft, context), made, found, followed, time };
}

describe("an audience whose id the caller chooses", () => {
  test("is made where there is none, and looked at by what it can be followed by", async () => {
    const { create, made, followed, time } = named({});
    expect(await create()).toBe(vip);
    expect([made.calls(), followed, time.waits]).toEqual([1, ["t1"], []]);
  });

  test("is not made where there is one of this name", async () => {
    const { create, made } = named({ get: [vip] });
    expect(await errorOf(create)).toMatchObject({
      code: "conflict",
      provider: "shop",
      operation: "create",
      ambiguous: false,
      message:
        "shop: create found that there is an audience of this name already. Choose another name, or write to that one.",
    });
    expect(made.calls()).toBe(0);
  });

  test("is not made where nobody can say whether there is one", async () => {
    const denied = failure("permission");
    const { create, made } = named({ get: [denied] });
    expect(await errorOf(create)).toBe(denied);
    expect(made.calls()).toBe(0);
  });

  test("is not made twice where the vendor refuses it", async () => {
    const refused = failure("rejected");
    const { create, made, found } = named({ make: [refused] });
    expect(await errorOf(create)).toBe(refused);
    expect([made.calls(), found.calls()]).toEqual([1, 1]);
  });
});

describe("one that is made and not shown yet", () => {
  test("is waited for, also while it is being filled", async () => {
    const { create, time } = named({ look: [missing, processing, processing, vip] });
    expect(await create()).toBe(vip);
    expect(time.waits).toEqual([1000, 2000, 4000]);
  });

  test("for half a minute is given as it is then", async () => {
    const { create, time } = named({ look: [missing, processing] });
    expect(await create()).toBe(processing);
    // 1 + 2 + 4 + 8 + 8 = 23 s; a further pause would end after 30.
    expect(time.waits).toEqual([1000, 2000, 4000, 8000, 8000]);
  });

  test("at all is told as made, with its reference", async () => {
    const { create } = named({ look: [missing] });
    expect(await errorOf(create)).toMatchObject({
      code: "timeout",
      created: { provider: "shop", id: "vip" },
      message:
        "shop: create made the audience, and the vendor does not show it yet. Look again later.",
    });
  });

  test("for a failure is told as made, too", async () => {
    const { create } = named({ look: [failure("unavailable")] });
    expect(await errorOf(create)).toMatchObject({
      code: "unavailable",
      created: { provider: "shop", id: "vip" },
      message: "shop: create failed (unavailable). The audience was made.",
    });
  });
});

describe("a creation whose answer is lost", () => {
  test("is done where an empty audience of the name is there", async () => {
    for (const there of [vip, empty]) {
      const { create, made, followed } = named({ get: [missing, missing, there], make: [lost] });
      expect(await create()).toBe(vip);
      expect([made.calls(), followed]).toEqual([1, [undefined]]);
    }
  });

  test("may be somebody else's where it holds members", async () => {
    const { create } = named({ get: [missing, held], make: [lost] });
    expect(await errorOf(create)).toMatchObject({
      code: "conflict",
      ambiguous: true,
      message:
        "shop: create lost its answer, and now there is an audience of this name that holds members. It may be somebody else's: look before you write to it.",
    });
  });

  test("is sent again where none has appeared, three times in all", async () => {
    const again = named({ make: [lost, "t2"] });
    expect(await again.create()).toBe(vip);
    expect([again.made.calls(), again.followed]).toEqual([2, ["t2"]]);
    const never = named({ make: [lost] });
    expect(await errorOf(never.create)).toBe(lost);
    expect(never.made.calls()).toBe(3);
  });

  test("and that is then refused, was made by the lost one, or not at all", async () => {
    const taken = failure("conflict");
    const made = named({ get: [missing, ...Array(6).fill(missing), vip], make: [lost, taken] });
    expect(await made.create()).toBe(vip);
    const refused = named({ make: [lost, taken] });
    expect(await errorOf(refused.create)).toBe(taken);
    expect(refused.made.calls()).toBe(2);
  });
});

/** A vendor that chooses the id; what it lists, look by look. */
function listed(
  lists: readonly (readonly AudienceRecord[] | AudienceError)[],
  make: AudienceRecord | AudienceError,
) {
  const time = fakeTime();
  const runtime = { now: time.now, sleep: time.sleep, random: () => 0.5 };
  const shown = inTurn(...lists);
  const made = inTurn(make);
  const sizes: number[] = [];
  const create = createCreation(runtime).createListed<typeof draft, unknown>({
    list: async ({ pageSize }) => {
      sizes.push(pageSize);
      return { items: await shown.next(), more: false, next: undefined };
    },
    pageSize: 50,
    make: made.next,
    isLike: ({ name }, { name: wanted }) => name === wanted,
  });
  return { create: () => create(draft, context), made, shown, sizes, time };
}

const one: AudienceRecord = { ...recordOf("1"), name: "vip" };
const two: AudienceRecord = { ...recordOf("2"), name: "vip" };
const other: AudienceRecord = { ...recordOf("3"), name: "other" };

describe("an audience whose id the vendor chooses", () => {
  test("is made, and looked for by nobody", async () => {
    const { create, shown, sizes } = listed([[one]], two);
    expect(await create()).toBe(two);
    expect([shown.calls(), sizes]).toEqual([1, [50]]);
  });

  test("is not made where the list cannot be read", async () => {
    const down = failure("unavailable");
    const { create, made } = listed([down], two);
    expect(await errorOf(create)).toMatchObject({ code: "unavailable" });
    expect(made.calls()).toBe(0);
  });

  test("is looked for by requests that are told of, and not after an abort", async () => {
    const told: unknown[] = [];
    const asked: unknown[] = [];
    const { signal } = new AbortController();
    const time = fakeTime();
    const create = createCreation({
      now: time.now,
      sleep: time.sleep,
      random: () => 0.5,
    }).createListed<typeof draft, unknown>({
      async list(_request, { provider, operation, onRequest, onRetry }) {
        asked.push([provider, operation]);
        const at = { provider, operation, attempt: 1, status: 503 } as const;
        onRequest?.({ ...at, method: "GET", url: "https://x", duration: 1, requestId: null });
        onRetry?.({ ...at, delay: 1, code: "unavailable" });
        return { items: [], more: false, next: undefined };
      },
      pageSize: 50,
      make: async () => one,
      isLike: () => true,
    });
    const hear = (event: object) => told.push(Object.keys(event).includes("delay"));
    await create(draft, { ...context, signal, onRequest: hear, onRetry: hear });
    expect([asked, told]).toEqual([[["shop", "create"]], [false, true]]);
    const aborted = create(draft, { ...context, signal: AbortSignal.abort("enough") });
    await expect(aborted).rejects.toBe("enough");
    expect(asked).toHaveLength(1);
  });

  test("that is refused is not looked for", async () => {
    const refused = failure("rejected");
    const { create, shown } = listed([[one]], refused);
    expect(await errorOf(create)).toBe(refused);
    expect(shown.calls()).toBe(1);
  });

  test("whose answer is lost is the one that was not there before and is as it was to be", async () => {
    const { create, time } = listed([[one], [one, other], [one, other, two]], lost);
    expect(await create()).toBe(two);
    expect(time.waits).toEqual([1000]);
  });

  test.each([
    ["none such", [one, other]],
    ["more than one such", [one, two, { ...two, id: "4" }]],
  ])("whose answer is lost, with %s in the list, is unclear", async (words, after) => {
    const { create } = listed([[one], after], lost);
    expect(await errorOf(create)).toMatchObject({
      code: "network",
      ambiguous: true,
      message: `shop: create failed (network). Looked for, ${words} has appeared since.`,
    });
  });
});
