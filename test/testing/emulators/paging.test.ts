import { describe, expect, test } from "vitest";
import type { CommonOptions } from "../../../src/testing/index.ts";
import {
  createBatchEmulator,
  createSonarlyEmulator,
  createWhopEmulator,
} from "../../../src/testing/index.ts";
import type { ReadPage } from "./support.ts";
import {
  askBatch,
  askSonarly,
  askWhop,
  readBatch,
  readSonarly,
  readWhop,
  walk,
} from "./support.ts";

/** What every vendor's list has in common, so that one specification serves the three. */
interface Subject {
  readonly read: ReadPage;
  /** Every id that is listed now. */
  ids(): string[];
  add(createdAt: number): string;
  remove(id: string): void;
  rename(id: string): void;
  advance(milliseconds: number): void;
  /** The status a cursor is answered with. */
  status(cursor: string): Promise<number>;
}

const vendors: Readonly<Record<string, (options: CommonOptions) => Subject>> = {
  whop(options) {
    const whop = createWhopEmulator(options);
    return {
      read: readWhop(whop),
      ids: () => whop.audiences.list().map(({ id }) => id),
      add: (createdAt) => whop.audiences.add({ createdAt }).id,
      remove: (id) => void whop.audiences.remove(id),
      rename: (id) => void whop.audiences.update(id, { name: "Renamed" }),
      advance: whop.advance,
      status: async (after) => (await askWhop(whop, { after })).status,
    };
  },
  batch(options) {
    const batch = createBatchEmulator(options);
    return {
      read: readBatch(batch),
      ids: () => batch.audiences.list().map(({ name }) => name),
      add: (createdAt) => batch.audiences.add({ createdAt }).name,
      remove: (name) => void batch.audiences.remove(name),
      rename: (name) => void batch.audiences.update(name, { displayName: "Renamed" }),
      advance: batch.advance,
      status: async (from) => (await askBatch(batch, "/audiences/list", { from })).status,
    };
  },
  sonarly(options) {
    const sonarly = createSonarlyEmulator(options);
    return {
      read: readSonarly(sonarly),
      ids: () => sonarly.audiences.list().flatMap(({ id, filling }) => (filling ? [] : [id])),
      add: (createdAt) => sonarly.audiences.add({ createdAt }).id,
      remove: (id) => void sonarly.audiences.remove(id),
      rename: (id) => void sonarly.audiences.update(id, { name: "Renamed" }),
      advance: sonarly.advance,
      status: async (cursor) => (await askSonarly(sonarly, "/audiences", { cursor })).status,
    };
  },
};

const nextCursor = async ({ read }: Subject): Promise<string> =>
  (await read(undefined, 2)).next ?? "";

describe.each(Object.entries(vendors))("%s", (_, create) => {
  test("inserting and deleting while one reads neither loses nor repeats what was there throughout", async () => {
    const subject = create({ size: 60 });
    const before = subject.ids();
    const removed = new Set<string>();
    const seen = await walk(subject.read, 7, ({ ids }, page) => {
      subject.add(Date.UTC(2026, 10, 1, page));
      subject.add(Date.UTC(2020, 0, page));
      const [read] = ids;
      const [unread] = before.slice(page * 7 + 3);
      for (const id of [read, unread]) if (id !== undefined) removed.add(id).add(id);
      for (const id of removed) subject.remove(id);
      const last = ids.at(-1);
      if (last !== undefined && !removed.has(last)) subject.rename(last);
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(before.filter((id) => !removed.has(id))));
  });

  test("a walk goes on when the very record its cursor stands on is deleted", async () => {
    const subject = create({ size: 9 });
    const ids = subject.ids();
    const seen = await walk(subject.read, 2, (page) => subject.remove(page.ids.at(-1) ?? ""));
    expect(seen).toEqual(ids);
  });

  test("records that were made in the same instant are neither lost nor repeated", async () => {
    const subject = create({ size: 0 });
    const added = Array.from({ length: 11 }, () => subject.add(Date.UTC(2026, 0, 1)));
    expect((await walk(subject.read, 3)).toSorted()).toEqual(added.toSorted());
  });

  test("the page size may change from page to page", async () => {
    const subject = create({ size: 10 });
    const first = await subject.read(undefined, 2);
    const rest = await subject.read(first.next, 100);
    expect([...first.ids, ...rest.ids]).toEqual(subject.ids());
  });

  test("a cursor shows nothing of what it holds", async () => {
    const subject = create({ size: 5 });
    const [, second] = subject.ids();
    const cursor = await nextCursor(subject);
    const text = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    expect(text).not.toContain(second ?? "");
    expect(text).not.toMatch(/list|page|\d{6}/);
  });

  test("a cursor that was changed, cut, prolonged or made up is refused", async () => {
    const subject = create({ size: 5 });
    const cursor = await nextCursor(subject);
    expect(await subject.status(cursor)).toBe(200);
    const middle = Math.floor(cursor.length / 2);
    const other = cursor[middle] === "A" ? "B" : "A";
    const changed = cursor.slice(0, middle) + other + cursor.slice(middle + 1);
    const foreign = [
      changed,
      cursor.slice(0, -4),
      `${cursor}AAAA`,
      cursor.toLowerCase(),
      btoa('{"page":2}'),
      "2",
      " ",
    ];
    const statuses = await Promise.all(foreign.map(subject.status));
    expect(statuses).toEqual(foreign.map(() => 400));
  });

  test("a cursor of another seed is refused", async () => {
    const cursor = await nextCursor(create({ size: 5, seed: 2 }));
    expect(await create({ size: 5 }).status(cursor)).toBe(400);
  });

  test("a cursor lives for ever unless a lifetime is set", async () => {
    const subject = create({ size: 5 });
    const cursor = await nextCursor(subject);
    subject.advance(365 * 86_400_000);
    expect(await subject.status(cursor)).toBe(200);
  });

  test("a cursor past its lifetime is refused; a fresh walk is not", async () => {
    const subject = create({ size: 5, cursorLifetime: 60_000 });
    const cursor = await nextCursor(subject);
    subject.advance(60_000);
    expect(await subject.status(cursor)).toBe(200);
    subject.advance(1);
    expect(await subject.status(cursor)).toBe(400);
    expect(await walk(subject.read, 2)).toEqual(subject.ids());
  });
});
