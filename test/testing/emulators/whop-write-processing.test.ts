import { describe, expect, test } from "vitest";
import type { WhopEmulator } from "../../../src/testing/index.ts";
import { createWhopEmulator } from "../../../src/testing/index.ts";
import { askWhop, whopPage } from "./support.ts";
import {
  createWhopAudience,
  creation,
  csvOf,
  readyFile,
  send,
  untilDone,
} from "./write-support.ts";

/** The one audience as the list tells of it. */
async function record(whop: WhopEmulator, id: string): Promise<Record<string, unknown>> {
  const { data } = whopPage.parse((await askWhop(whop, { audience_id: id })).body);
  return data[0] ?? {};
}

/** What a client sees that asks every so many milliseconds. */
async function watch(whop: WhopEmulator, id: string, every: number, times: number) {
  const seen: Record<string, unknown>[] = [await record(whop, id)];
  for (let time = 0; time < times; time += 1) {
    whop.advance(every);
    seen.push(await record(whop, id));
  }
  return seen;
}

const fresh = (): WhopEmulator => createWhopEmulator({ size: 0 });

describe("an audience that was created", () => {
  test("goes through pending, processing and syncing to ready", async () => {
    const whop = fresh();
    const id = await createWhopAudience(whop, csvOf(1000));
    const seen = await watch(whop, id, 250, 12);
    const statuses = seen.map(({ status }) => status);
    expect(statuses.filter((status, index) => status !== statuses[index - 1])).toEqual([
      "pending",
      "processing",
      "syncing",
      "ready",
    ]);
    expect(seen.at(-1)).toMatchObject({
      total_rows: 1000,
      processed_rows: 1000,
      matched_rows: 732,
      progress_percent: 100,
      error_message: null,
      platform_audience_ids: [expect.any(String)],
      match_rates: [{ platform: "meta", status: "available" }],
    });
  });

  test("its counts and its progress move and never go back", async () => {
    const whop = fresh();
    const seen = await watch(whop, await createWhopAudience(whop, csvOf(1000)), 250, 12);
    for (const field of ["progress_percent", "processed_rows", "matched_rows"]) {
      const values = seen.map((one) => Number(one[field]));
      expect(values).toEqual(values.toSorted((one, other) => one - other));
      expect(new Set(values).size).toBeGreaterThan(2);
    }
  });

  test("is the same whether one looks often or only at the end", async () => {
    const often = fresh();
    const once = fresh();
    const one = await createWhopAudience(often, csvOf(10));
    const other = await createWhopAudience(once, csvOf(10));
    await watch(often, one, 100, untilDone / 100);
    once.advance(untilDone);
    expect(await record(once, other)).toEqual(await record(often, one));
  });

  test("becomes partial where rows have neither email nor phone, and says how many", async () => {
    const whop = fresh();
    const csv = "email,phone,name\na@x.example,,A\n,+15551234567,B\n , ,C\n,,D\n";
    const column_mapping = { email: "email", phone: "phone" };
    const id = await createWhopAudience(whop, csv, { column_mapping });
    whop.advance(untilDone);
    expect(await record(whop, id)).toMatchObject({
      status: "partial",
      total_rows: 4,
      processed_rows: 4,
      error_message: expect.stringMatching(/^2 of 4 rows/),
    });
    expect(whop.members(id)).toHaveLength(2);
  });

  test.each([
    ["no row with an email or a phone", "email,name\n,A\n,B\n", /No row/],
    ["a quote that is never closed", 'email\n"a@x.example\n', /could not be read as CSV/],
    ["more cells than headers", "email\na@x.example,b\n", /2 cells under 1 headers/],
    ["bytes that are not UTF-8", Uint8Array.from([101, 109, 97, 105, 108, 10, 0xff, 10]), /UTF-8/],
  ])("fails with %s, and holds nobody", async (_, content, message) => {
    const whop = fresh();
    const file_id = await readyFile(whop, content);
    const { body } = await send(whop, "POST", "/audiences", creation(whop, { file_id }));
    expect(body).toMatchObject({ status: "pending" });
    const [audience] = whop.audiences.list();
    whop.advance(untilDone);
    expect(await record(whop, audience?.id ?? "")).toMatchObject({
      status: "failed",
      error_message: expect.stringMatching(message),
    });
    expect(whop.members(audience?.id ?? "")).toEqual([]);
  });

  test("that failed and then gets people has the rows of those, and is ready with all of them", async () => {
    const whop = fresh();
    const id = await createWhopAudience(whop, "email,name\n,A\n,B\n");
    whop.advance(untilDone);
    expect(await record(whop, id)).toMatchObject({ status: "failed", total_rows: 2 });
    const file_id = await readyFile(whop, csvOf(200));
    await send(whop, "POST", `/audiences/${id}/add_people`, { file_id });
    whop.advance(untilDone);
    expect(await record(whop, id)).toMatchObject({
      status: "ready",
      total_rows: 200,
      processed_rows: 200,
      matched_rows: 146,
    });
  });

  test("takes as long as the emulator is told", async () => {
    const whop = createWhopEmulator({ size: 0, times: { pending: 0, processing: 0, syncing: 0 } });
    const id = await createWhopAudience(whop, csvOf(1));
    expect(await record(whop, id)).toMatchObject({ status: "ready" });
    const slow = createWhopEmulator({ size: 0, times: { processing: Infinity } });
    const stuck = await createWhopAudience(slow, csvOf(1));
    slow.advance(86_400_000);
    expect(await record(slow, stuck)).toMatchObject({ status: "processing" });
  });

  test("stays what a test has set it to", async () => {
    const whop = fresh();
    const id = await createWhopAudience(whop, csvOf(1));
    whop.audiences.update(id, { status: "failed", errorMessage: "Set by hand" });
    whop.advance(untilDone);
    expect(await record(whop, id)).toMatchObject({ status: "failed" });
  });

  test("may be renamed meanwhile", async () => {
    const whop = fresh();
    const id = await createWhopAudience(whop, csvOf(1));
    await send(whop, "PATCH", `/audiences/${id}`, { name: "Renamed" });
    whop.advance(untilDone);
    expect(await record(whop, id)).toMatchObject({ name: "Renamed", status: "ready" });
  });
});

/** One that is ready, and was just given half as many people again. */
async function started(): Promise<[WhopEmulator, string]> {
  const whop = fresh();
  const id = await createWhopAudience(whop, csvOf(1000));
  whop.advance(untilDone);
  const file_id = await readyFile(whop, csvOf(500, 1001));
  await send(whop, "POST", `/audiences/${id}/add_people`, { file_id });
  return [whop, id];
}

describe("an audience that is given more people", () => {
  test("reads as before for a moment: ready, with the old count and the old time", async () => {
    const whop = fresh();
    const id = await createWhopAudience(whop, csvOf(1000));
    whop.advance(untilDone);
    const before = await record(whop, id);
    const file_id = await readyFile(whop, csvOf(500, 1001));
    const { body } = await send(whop, "POST", `/audiences/${id}/add_people`, { file_id });
    expect(body).toEqual(before);
    whop.advance(499);
    expect(await record(whop, id)).toEqual(before);
    whop.advance(1);
    expect(await record(whop, id)).toMatchObject({ status: "pending", total_rows: 1000 });
  });

  test("then goes through the same again, from the counts it had", async () => {
    const [whop, id] = await started();
    const seen = await watch(whop, id, 250, 16);
    const statuses = seen.map(({ status }) => status);
    expect(statuses.filter((status, index) => status !== statuses[index - 1])).toEqual([
      "ready",
      "pending",
      "processing",
      "syncing",
      "ready",
    ]);
    const processed = seen.map((one) => Number(one["processed_rows"]));
    expect(processed).toEqual(processed.toSorted((one, other) => one - other));
    expect(seen.at(-1)).toMatchObject({ total_rows: 1500, processed_rows: 1500 });
    expect(seen.at(-1)?.["updated_at"]).not.toBe(seen[0]?.["updated_at"]);
    expect(whop.members(id)).toHaveLength(1500);
  });

  test("keeps the people it had where the new file fails", async () => {
    const whop = fresh();
    const id = await createWhopAudience(whop, csvOf(2));
    whop.advance(untilDone);
    const file_id = await readyFile(whop, 'email\n"open');
    await send(whop, "POST", `/audiences/${id}/add_people`, { file_id });
    whop.advance(untilDone);
    expect(await record(whop, id)).toMatchObject({ status: "failed" });
    expect(whop.members(id)).toHaveLength(2);
  });
});

describe("seeded audiences that are under way", () => {
  test("get ready within half an hour, stage by stage, and do not move before time does", async () => {
    const whop = createWhopEmulator();
    const under = whop.audiences
      .list()
      .filter(({ status }) => ["pending", "processing", "syncing"].includes(status));
    expect(new Set(under.map(({ status }) => status)).size).toBe(3);
    whop.advance(59_999);
    expect(under.map(({ id }) => whop.audiences.get(id))).toEqual(under);
    whop.advance(30 * 60_000);
    for (const { id, totalRows } of under) {
      const audience = whop.audiences.get(id);
      expect(audience).toMatchObject({ status: "ready", progressPercent: 100 });
      expect([0, audience?.totalRows]).toContain(totalRows);
      expect(audience?.processedRows).toBe(audience?.totalRows);
    }
  });
});
