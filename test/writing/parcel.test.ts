import { expect, test } from "vitest";

import { timeOf, transmitFile } from "../../src/core/writing/parcel.ts";

test.each([
  [0, 0],
  [256 * 1024, 1000],
  [1024 * 1024, 4000],
])("a file of %i bytes may take %i ms longer than a request", (size, milliseconds) => {
  expect(timeOf(new Blob([new Uint8Array(size)]))).toBe(milliseconds);
});

test("a file is put as it is, with its headers alone, and follows no redirect", async () => {
  const sent: unknown[] = [];
  const { signal } = new AbortController();
  const body = new Blob(["Email\r\n"]);
  const parcel = { url: "https://files.example.com/1", headers: { "x-type": "csv" }, body };
  const answer = await transmitFile(parcel, {
    fetch: async (...request) => {
      sent.push(request);
      return new Response("<ok/>", { status: 201, headers: { etag: '"e1"' } });
    },
    maxBodyBytes: 100,
    signal,
  });
  expect(sent).toEqual([
    [parcel.url, { method: "PUT", headers: parcel.headers, body, signal, redirect: "error" }],
  ]);
  expect([answer.status, answer.text, answer.headers.get("etag")]).toEqual([201, "<ok/>", '"e1"']);
});
