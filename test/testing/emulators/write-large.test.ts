import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { createBatchEmulator, createWhopEmulator } from "../../../src/testing/index.ts";
import { createWhopAudience, fileAnswer, send, sendBatch, streamed } from "./write-support.ts";

const million = 1_000_000;
setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** What is held in memory, the bytes of uploads included, in megabytes. */
function held(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / 1024 ** 2);
}

const line = (index: number): string => {
  const serial = String(index).padStart(7, "0");
  return `person.${serial}@example.com,+1555${serial}\r\n`;
};

/** A million rows that are made while they are sent. */
function rows(): { body: ReadableStream<Uint8Array>; length: number } {
  const header = "email,phone\r\n";
  const perChunk = 10_000;
  const encoder = new TextEncoder();
  let next = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const lines = Array.from({ length: perChunk }, (_, index) => line(next + index));
      controller.enqueue(encoder.encode((next === 0 ? header : "") + lines.join("")));
      next += perChunk;
      if (next >= million) controller.close();
    },
  });
  return { body, length: header.length + million * line(0).length };
}

test.each([
  ["rows", 80],
  ["counts", 20],
] as const)(
  "Whop takes a million rows as a stream; keeping %s it holds less than %i MB more",
  async (keep, limit) => {
    const whop = createWhopEmulator({ size: 0, keep });
    const before = held();
    const { body } = await send(whop, "POST", "/files", { filename: "people.csv" });
    const file = fileAnswer.parse(body);
    const { body: stream, length } = rows();
    const headers = { ...file.upload_headers, "content-length": String(length) };
    const put = await whop.fetch(file.upload_url ?? "", streamed(stream, headers));
    expect(put.status).toBe(200);
    whop.advance(500);
    const created = await send(whop, "POST", "/audiences", {
      account_id: whop.accountId,
      name: "A million",
      column_mapping: { email: "email", phone: "phone" },
      file_id: file.id,
    });
    expect(created.status).toBe(201);
    expect(held() - before).toBeLessThan(limit);
    whop.advance(4000);
    const [audience] = whop.audiences.list();
    expect(audience).toMatchObject({ status: "ready", totalRows: million });
    expect(whop.uploads(audience?.id ?? "")).toMatchObject([
      { rows: million, skipped: 0, bytes: length },
    ]);
  },
  60_000,
);

test("Whop tells the members of a large audience", async () => {
  const whop = createWhopEmulator({ size: 0 });
  const emails = Array.from({ length: 200_000 }, (_, index) => `p${index}@example.com`);
  const id = await createWhopAudience(whop, ["email", ...emails].join("\n"));
  expect(whop.members(id).map(({ email }) => email)).toEqual(emails);
}, 60_000);

test("Batch takes a million ids in a hundred updates, in less than 120 MB", async () => {
  const batch = createBatchEmulator({ size: 0 });
  const before = held();
  await sendBatch(batch, "create", { name: "vip", type: "custom_ids" });
  for (let part = 0; part < 100; part += 1) {
    const ids = Array.from({ length: 10_000 }, (_, index) => ({
      id: `customer-${part * 10_000 + index}`,
      action: "add",
    }));
    expect((await sendBatch(batch, "update", { name: "vip", ids })).status).toBe(202);
    batch.advance(1000);
  }
  batch.advance(1500);
  expect(held() - before).toBeLessThan(120);
  expect(batch.audiences.get("vip")).toMatchObject({ ids: million, indexingState: "APPLIED" });
  expect(new Set(batch.members("vip").map(({ id }) => id)).size).toBe(million);
}, 60_000);
