import { describe, expect, test } from "vitest";
import * as z from "zod";

import { AudienceError } from "../../src/core/errors.ts";
import type { AudienceRecord, MemberInput } from "../../src/core/model.ts";
import { path } from "../../src/core/url.ts";
import { createWriteEndpoints } from "../../src/core/writing/write-endpoint.ts";
import type { BatchSpec } from "../../src/core/writing/write-endpoint.ts";
import type { WriteTransport } from "../../src/core/writing/write-transport.ts";
import { fakeTime } from "../support/core-http.ts";
import { errorOf } from "../support/core-read.ts";
import { recordOf } from "../support/core-vendor.ts";

const answer = z.looseObject({ token: z.string().nullish(), ok: z.boolean().optional() });
type Answer = typeof answer;

/** A vendor that answers in turn, the last answer for ever. */
function vendor(...answers: readonly unknown[]) {
  const sent: unknown[] = [];
  const transport: WriteTransport = {
    async json({ method, body, idempotent, goneIsDone }) {
      const given = answers[Math.min(sent.length, answers.length - 1)];
      sent.push({ method, idempotent, goneIsDone, body: JSON.parse(JSON.stringify(body ?? null)) });
      return given;
    },
    misfit: (_body, issue, { provider }) =>
      new AudienceError("invalid_response", `${provider}: odd (${issue}).`),
    refusalIn: () => undefined,
    clean: (text) => text,
  };
  const time = fakeTime();
  const runtime = { now: time.now, sleep: time.sleep, random: () => 0.5 };
  return { sent, time, ...createWriteEndpoints(transport, runtime) };
}

const context = { provider: "shop", operation: "addMembers", idempotencyKey: "k1" };

/** Sends ids in parts of three, the first of them under another name. */
const spec: BatchSpec<string, Answer> = {
  size: 3,
  entries: ({ identifiers }, number) =>
    (identifiers.externalId ?? []).map((id) => (number === 1 ? `first ${id}` : id)),
  request: ({ id, entries, number }) => ({
    method: "POST",
    path: path`audiences/${id}`,
    body: { number, entries },
  }),
  response: answer,
  pending: ({ token }) => token,
};

const member = (...externalId: readonly string[]): MemberInput => ({ identifiers: { externalId } });

async function* handfuls(...chunks: readonly (readonly MemberInput[])[]) {
  yield* chunks;
}

/** Sends members, in these handfuls. */
function send(
  given: ReturnType<typeof vendor>,
  chunks: readonly (readonly MemberInput[])[],
  more: Partial<BatchSpec<string, Answer>> = {},
) {
  const told: number[] = [];
  const onWritten = (members: number) => told.push(members);
  const write = { id: "vip", members: handfuls(...chunks) };
  const receipt = given.inBatches({ ...spec, ...more })(write, { ...context, onWritten });
  return { receipt, told };
}

const bodies = ({ sent }: ReturnType<typeof vendor>): readonly unknown[] =>
  sent.map((request) => z.object({ body: z.unknown() }).parse(request).body);

describe("members in parts", () => {
  test("go in parts of the size, whatever handfuls they come in", async () => {
    const shop = vendor({ token: "t1" }, { token: "t2" });
    const { receipt, told } = send(shop, [
      [member("1"), member("2")],
      [member("3")],
      [member("4")],
    ]);
    expect(await receipt).toEqual({ written: 4, pending: "t2" });
    expect(bodies(shop)).toEqual([
      { number: 1, entries: ["first 1", "first 2", "first 3"] },
      { number: 2, entries: ["4"] },
    ]);
    expect(told).toEqual([3, 4]);
  });

  test("of one who has several ids may be in two parts; they count with their last", async () => {
    const shop = vendor({});
    const { receipt, told } = send(shop, [[member("1"), member("2", "3", "4", "5")]]);
    expect(await receipt).toEqual({ written: 2, pending: undefined });
    expect(bodies(shop)).toEqual([
      { number: 1, entries: ["first 1", "first 2", "first 3"] },
      { number: 2, entries: ["4", "5"] },
    ]);
    expect(told).toEqual([1, 2]);
  });

  test("that fill a part exactly are followed by no empty one", async () => {
    const shop = vendor({});
    await send(shop, [[member("1", "2", "3")]]).receipt;
    expect(shop.sent).toHaveLength(1);
  });

  test("of whom there are none are not sent", async () => {
    const shop = vendor({});
    expect(await send(shop, []).receipt).toEqual({ written: 0, pending: undefined });
    expect(shop.sent).toEqual([]);
  });

  test("are followed by what the last part gave, and by nothing if it gave nothing", async () => {
    const shop = vendor({ token: "t1" }, { token: null });
    const chunks = [[member("1", "2", "3", "4")]];
    expect(await send(shop, chunks).receipt).toEqual({ written: 1, pending: undefined });
    const { pending, ...without } = spec;
    expect(pending).toBeDefined();
    const silent = vendor({ token: "t1" }).inBatches(without);
    const receipt = await silent({ id: "vip", members: handfuls(...chunks) }, context);
    expect(receipt.pending).toBeUndefined();
  });
});

test("a member that has less to say in a later part says less there", async () => {
  const shop = vendor({});
  const { receipt } = send(shop, [[member("1", "2"), member("3", "4", "5", "6")]], {
    entries: ({ identifiers }, number) =>
      number === 1 ? (identifiers.externalId ?? []) : ["rest"],
  });
  expect(await receipt).toMatchObject({ written: 2 });
  expect(bodies(shop)).toEqual([
    { number: 1, entries: ["1", "2", "3"] },
    { number: 2, entries: [] },
  ]);
});

test("where nothing can be looked at, nothing is waited for", async () => {
  const shop = vendor({ token: "t1" });
  const { receipt } = send(shop, [[member("1", "2", "3", "4")]], { firstAlone: true });
  expect(await receipt).toEqual({ written: 1, pending: "t1" });
  expect([shop.sent.length, shop.time.waits]).toEqual([2, []]);
});

describe("parts that have to wait", () => {
  const processing: AudienceRecord = { ...recordOf("vip"), status: "processing" };
  const ready = recordOf("vip");

  /** Looks that give these in turn, and what was looked for. */
  function looking(...looks: readonly AudienceRecord[]) {
    const asked: (string | undefined)[] = [];
    return {
      asked,
      async look(_id: string, pending: string | undefined) {
        asked.push(pending);
        return looks[Math.min(asked.length, looks.length) - 1] ?? ready;
      },
    };
  }

  const four = [[member("1"), member("2"), member("3"), member("4")]];

  test("wait for what was begun before, and then for nothing", async () => {
    const shop = vendor({ token: "t1" });
    const { look, asked } = looking(processing, processing, ready);
    await send(shop, four, { look }).receipt;
    expect([asked, shop.time.waits, shop.sent.length]).toEqual([
      [undefined, undefined, undefined],
      [1000, 2000],
      2,
    ]);
  });

  test("wait for the first part, where it has to be alone, by what it gave", async () => {
    const shop = vendor({ token: "t1" }, { token: "t2" });
    const { look, asked } = looking(ready, processing, ready);
    const many = [Array.from({ length: 9 }, (_, index) => member(String(index)))];
    await send(shop, many, { look, firstAlone: true }).receipt;
    expect([asked, shop.sent.length]).toEqual([[undefined, "t1", "t1"], 3]);
  });

  test("do not mix with what somebody else has put there meanwhile", async () => {
    const shop = vendor({ token: "t1" });
    const { look } = looking(ready);
    const given = { look, firstAlone: true, isOverwritten: () => true };
    expect(await errorOf(() => send(shop, four, given).receipt)).toMatchObject({
      code: "conflict",
      provider: "shop",
      operation: "addMembers",
      message:
        "shop: addMembers found that somebody else has replaced the members in the meantime. The rest was not sent; see who writes to it, and repeat the whole.",
    });
    expect(shop.sent).toHaveLength(1);
  });

  test("are given up after ten minutes", async () => {
    const shop = vendor({});
    const { look } = looking(processing);
    expect(await errorOf(() => send(shop, four, { look }).receipt)).toMatchObject({
      code: "timeout",
      provider: "shop",
      operation: "addMembers",
      message:
        "shop: addMembers waits for what was written before, and the vendor has not carried it out within 10 minutes. The rest was not sent; try again later.",
    });
    const waited = shop.time.waits.reduce((sum, wait) => sum + wait, 0);
    expect(shop.sent).toEqual([]);
    expect(waited).toBeLessThanOrEqual(600_000);
    expect(waited).toBeGreaterThan(570_000);
    expect(Math.max(...shop.time.waits)).toBe(15_000);
  });
});

const deletion = (id: string) => ({ method: "DELETE", path: path`audiences/${id}` }) as const;

/** Deletes at a vendor that answers so. */
const removing = (given: unknown): Promise<void> =>
  vendor(given).remove({
    request: deletion,
    response: answer,
    done: ({ ok }) => ok === true,
  })("vip", context);

describe("a single write", () => {
  const change = { method: "PATCH", path: path`audiences/vip`, body: { name: "VIP" } } as const;

  test("is sent as it is declared, and gives what its answer means", async () => {
    const shop = vendor({ token: "t1" });
    const update = shop.send({
      request: (name: string, { idempotencyKey }) => ({
        ...change,
        body: { name, idempotencyKey },
      }),
      response: answer,
      result: ({ token }, name, { provider }) => [token, name, provider],
    });
    expect(await update("VIP", context)).toEqual(["t1", "VIP", "shop"]);
    expect(bodies(shop)).toEqual([{ name: "VIP", idempotencyKey: "k1" }]);
  });

  test("that deletes may be repeated, and finds nothing then", async () => {
    const shop = vendor({});
    await shop.remove({ request: deletion, response: answer })("vip", context);
    expect(shop.sent).toEqual([
      { method: "DELETE", idempotent: true, goneIsDone: true, body: null },
    ]);
  });

  test.each([
    ["with nothing", undefined],
    ["that it is done", { ok: true }],
  ])("that deletes and is answered %s is done", async (_words, given) => {
    expect(await removing(given)).toBeUndefined();
  });

  test("that deletes and is answered that it was not done has failed", async () => {
    expect(await errorOf(() => removing({ ok: false }))).toMatchObject({
      code: "rejected",
      status: 200,
      provider: "shop",
      operation: "addMembers",
      message:
        "shop: addMembers was answered with 200, and that it was not done. The vendor does not say why; look at the audience and try again.",
    });
  });
});
