import { describe, expect, test } from "vitest";

import { AudienceError } from "../../src/core/errors.ts";
import type { ErrorCode } from "../../src/core/errors.ts";
import type { MemberInput } from "../../src/core/model.ts";
import type { WriteJournal } from "../../src/core/writing/contract.ts";
import type { Parcel } from "../../src/core/writing/parcel.ts";
import { createUploader } from "../../src/core/writing/upload.ts";
import type { UploadSpec, UploadState, UploadTicket } from "../../src/core/writing/upload.ts";
import { fakeTime } from "../support/core-http.ts";
import { errorOf } from "../support/core-read.ts";

const context = { provider: "shop", operation: "create", idempotencyKey: "k1" };
const people: readonly MemberInput[] = [
  { identifiers: { email: ["a@b.co"] } },
  { identifiers: { email: ["c@d.co", "e@f.co"] } },
];
const file = "Email\r\na@b.co\r\nc@d.co\r\ne@f.co\r\n";
const failure = (code: ErrorCode): AudienceError => new AudienceError(code, `shop: ${code}.`);

interface Script {
  /** The addresses that are given, attempt by attempt, the last for ever. */
  readonly tickets?: readonly UploadTicket[];
  /** What the vendor says of the file, look by look, the last for ever. */
  readonly looks?: readonly (UploadState | AudienceError)[];
  /** How puts end, one after the other. @default they are taken */
  readonly puts?: readonly (AudienceError | undefined)[];
  readonly kept?: string;
  /** What the host says of what it has stored. @default the number of the put */
  readonly etag?: null;
  /** Whether the vendor wants to be told that all pieces are there. @default true */
  readonly completes?: boolean;
}

const usual: UploadTicket = { id: "f1", url: "https://files.example.com/1" };

/** A vendor that files are uploaded to. */
function vendor(script: Script = {}) {
  const { tickets = [usual], looks = [{ status: "ready" }], puts = [], kept } = script;
  const parcels: (Omit<Parcel, "body"> & { readonly body: string })[] = [];
  const opened: unknown[] = [];
  const completed: unknown[] = [];
  const journal = new Map<string, string>(kept === undefined ? [] : [["file", kept]]);
  let looked = 0;
  const time = fakeTime();
  const runtime = { now: time.now, sleep: time.sleep, random: () => 0.5 };
  const upload = createUploader(async ({ url, headers, body }) => {
    const end = puts[parcels.length];
    parcels.push({ url, headers, body: await body.text() });
    if (end !== undefined) {
      throw end;
    }
    return new Headers(script.etag === null ? {} : { etag: `"e${parcels.length}"` });
  }, runtime);
  const spec: UploadSpec<UploadTicket> = {
    columns: [{ header: "Email", identifier: "email" }],
    async open(request) {
      opened.push(request);
      return tickets[Math.min(opened.length, tickets.length) - 1] ?? usual;
    },
    ...(script.completes !== false && {
      complete: async ({ parts, ticket: { id } }) => completed.push([id, ...parts]),
    }),
    async look() {
      looked += 1;
      const state = looks[Math.min(looked, looks.length) - 1];
      if (state === undefined || state instanceof Error) {
        throw state ?? new Error("Nothing is scripted.");
      }
      return state;
    },
  };
  const kepts: WriteJournal = {
    read: async (name) => journal.get(name),
    write: async (name, value) => void journal.set(name, value),
  };
  let read = 0;
  async function* members() {
    read += 1;
    yield people;
  }
  return {
    upload: (journaled = false) =>
      upload(spec)(members(), { ...context, ...(journaled && { journal: kepts }) }),
    parcels,
    opened,
    completed,
    journal,
    time,
    looked: () => looked,
    read: () => read,
  };
}

describe("a file of members", () => {
  test("is put where the vendor wants it, and is there when the vendor has looked at it", async () => {
    const shop = vendor({ looks: [{ status: "pending" }, { status: "ready", size: 31 }] });
    expect(file).toHaveLength(31);
    expect(await shop.upload()).toEqual({ id: "f1", size: 31, members: 2, rows: 3 });
    expect(shop.parcels).toEqual([{ url: usual.url, headers: {}, body: file }]);
    expect(shop.opened).toEqual([{ size: 31, attempt: 1 }]);
    expect([shop.completed, shop.time.waits]).toEqual([[], [500]]);
  });

  test("goes with the headers that the vendor names", async () => {
    const headers = { "x-type": "csv", "x-length": 31, "x-none": null };
    const shop = vendor({ tickets: [{ ...usual, headers }] });
    await shop.upload();
    expect(shop.parcels[0]?.headers).toEqual({ "x-type": "csv", "x-length": "31" });
  });

  test.each([
    ["of the size that the vendor names", { partSize: 20 }, [20, 11]],
    ["of equal sizes, where it names none", { partSize: null }, [16, 15]],
  ])("goes in pieces %s", async (_words, more, sizes) => {
    const parts = [1, 2].map((number) => ({ number, url: `https://files.example.com/p${number}` }));
    const headers = { "x-type": "csv" };
    const shop = vendor({ tickets: [{ id: "f1", url: null, parts, headers, ...more }] });
    await shop.upload();
    expect(shop.parcels.map(({ body }) => body).join("")).toBe(file);
    expect(shop.parcels.map(({ body }) => body.length)).toEqual(sizes);
    expect(shop.parcels.map(({ url }) => url)).toEqual(parts.map(({ url }) => url));
    expect(shop.parcels[1]?.headers).toEqual(headers);
    expect(shop.completed).toEqual([
      ["f1", { number: 1, etag: '"e1"' }, { number: 2, etag: '"e2"' }],
    ]);
  });

  test("goes in pieces also where the host names none of them, and nobody is to be told", async () => {
    const parts = [{ number: 1, url: "https://files.example.com/p1" }];
    const shop = vendor({ tickets: [{ id: "f1", parts }], etag: null });
    await shop.upload();
    expect(shop.completed).toEqual([["f1", { number: 1, etag: "" }]]);
    const silent = vendor({ tickets: [{ id: "f1", parts }], completes: false });
    expect(await silent.upload()).toMatchObject({ id: "f1" });
  });

  test("that the vendor has already is not put anywhere", async () => {
    const shop = vendor({ tickets: [{ id: "f1" }] });
    expect(await shop.upload()).toMatchObject({ id: "f1" });
    expect([shop.parcels, shop.completed]).toEqual([[], []]);
  });
});

describe("a file that does not arrive", () => {
  const tickets = [1, 2, 3, 4].map((number) => ({
    id: `f${number}`,
    url: "https://files.example.com/1",
  }));

  test("because its address has expired goes to another one", async () => {
    const shop = vendor({
      tickets,
      puts: [failure("permission")],
      looks: [{ status: "pending" }, { status: "ready" }],
    });
    expect(await shop.upload()).toMatchObject({ id: "f2" });
    expect(shop.opened).toEqual([
      { size: 31, attempt: 1 },
      { size: 31, attempt: 2 },
    ]);
  });

  test("under an expired address, and is there all the same, was put there by an earlier run", async () => {
    const shop = vendor({ tickets, puts: [failure("permission")] });
    expect(await shop.upload()).toMatchObject({ id: "f1" });
    expect(shop.opened).toHaveLength(1);
  });

  test.each<readonly [string, UploadState]>([
    ["stored shorter than it was sent", { status: "ready", size: 30 }],
    ["refused", { status: "failed" }],
  ])("but is %s goes three times, and no more", async (_words, state) => {
    const shop = vendor({ tickets, looks: [state] });
    expect(await errorOf(() => shop.upload())).toMatchObject({
      code: "unavailable",
      provider: "shop",
      operation: "create",
      message:
        "shop: create could not upload the file: 3 times its address had expired, or it was stored with another size or refused. Nothing was written; try again later.",
    });
    expect(shop.parcels).toHaveLength(3);
  });

  test("for any other reason goes once", async () => {
    const down = failure("unavailable");
    const shop = vendor({ puts: [down] });
    expect(await errorOf(() => shop.upload())).toBe(down);
    expect(shop.opened).toHaveLength(1);
  });

  test("at the vendor within a quarter of an hour is given up", async () => {
    const shop = vendor({ looks: [{ status: "pending" }] });
    expect(await errorOf(() => shop.upload())).toMatchObject({
      code: "unavailable",
      message:
        "shop: create uploaded the file, and the vendor has not finished looking at it. Nothing was written; try again later.",
    });
    const waited = shop.time.waits.reduce((sum, wait) => sum + wait, 0);
    expect(waited).toBeLessThanOrEqual(900_000);
    expect(waited).toBeGreaterThan(870_000);
    expect(Math.max(...shop.time.waits)).toBe(15_000);
  });
});

describe("a file that an earlier process has uploaded", () => {
  const uploaded = { id: "f0", size: 31, members: 2, rows: 3 };
  const kept = JSON.stringify(uploaded);

  test("is put down in the journal, once the vendor has it", async () => {
    const shop = vendor();
    await shop.upload(true);
    expect(JSON.parse(shop.journal.get("file") ?? "")).toEqual({ ...uploaded, id: "f1" });
  });

  test("is used again, and its members are not read", async () => {
    const shop = vendor({ kept });
    expect(await shop.upload(true)).toEqual(uploaded);
    expect([shop.read(), shop.opened]).toEqual([0, []]);
  });

  test.each<readonly [string, UploadState | AudienceError]>([
    ["gone", failure("not_found")],
    ["another key's", failure("permission")],
    ["still looked at", { status: "pending" }],
    ["of another size", { status: "ready", size: 30 }],
    ["refused", { status: "failed" }],
  ])("and that is %s is uploaded anew", async (_words, look) => {
    const shop = vendor({ kept, looks: [look, { status: "ready" }] });
    expect(await shop.upload(true)).toMatchObject({ id: "f1" });
    expect(shop.parcels).toHaveLength(1);
  });

  test("of which nobody can say what it is ends the write", async () => {
    const down = failure("unavailable");
    const shop = vendor({ kept, looks: [down] });
    expect(await errorOf(() => shop.upload(true))).toBe(down);
    expect(shop.opened).toEqual([]);
  });

  test.each([
    "null",
    "7",
    '"f0"',
    "{}",
    JSON.stringify({ ...uploaded, id: 7 }),
    JSON.stringify({ ...uploaded, rows: "3" }),
    JSON.stringify({ ...uploaded, members: 1.5 }),
    JSON.stringify({ id: "f0", size: 31, members: 2 }),
  ])("and was put down as %s is unknown", async (odd) => {
    const shop = vendor({ kept: odd });
    expect(await shop.upload(true)).toMatchObject({ id: "f1" });
    expect(shop.opened).toHaveLength(1);
  });
});
