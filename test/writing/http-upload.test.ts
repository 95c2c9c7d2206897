import { describe, expect, test } from "vitest";

import { client, inTurn, lost, refused, secret, text } from "../support/core-http.ts";
import type { ClientOptions, Reply } from "../support/core-http.ts";
import { errorOf } from "../support/core-read.ts";
import type { MemberInput } from "../../src/core/model.ts";
import { createHttpWriting } from "../../src/core/writing/http-writing.ts";

const signature = "X-Signature=canary%2F42";
const address = `https://files.example.com/lists/1?${signature}`;
const stored = text("", { status: 200 });

/** Uploads a file of so many people to an address, at a storage host that answers so. */
function uploading(reply: Reply, options: ClientOptions = {}, url = address, count = 1) {
  const asked = client(reply, options);
  const upload = createHttpWriting(asked.http).upload({
    columns: [{ header: "Email", identifier: "email" }],
    open: async () => ({ id: "f1", url, headers: { "x-type": "csv" } }),
    look: async () => ({ status: "ready" }),
  });
  async function* members(): AsyncGenerator<readonly MemberInput[], void> {
    yield Array.from({ length: count }, () => ({ identifiers: { email: ["a@b.co"] } }));
  }
  const context = {
    provider: "shop",
    operation: "create",
    idempotencyKey: "k1",
    onRequest: (event: unknown) => events.push(event),
    onRetry: (event: unknown) => retries.push(event),
  };
  const events: unknown[] = [];
  const retries: unknown[] = [];
  return { ...asked, events, retries, upload: () => upload(members(), context) };
}

describe("a file that is put where the vendor wants it", () => {
  test("takes no key of ours along", async () => {
    let file = "";
    const { upload, requests } = uploading(async (request) => {
      file = await request.text();
      return stored(request);
    });
    expect(await upload()).toMatchObject({ id: "f1", members: 1 });
    const [sent] = requests;
    expect([sent?.method, sent?.url, sent?.redirect]).toEqual(["PUT", address, "error"]);
    expect([...(sent?.headers ?? [])]).toEqual([["x-type", "csv"]]);
    expect(file).toBe("Email\r\na@b.co\r\n");
  });

  test("is told of by its host alone, attempt by attempt", async () => {
    const { upload, events, retries } = uploading(inTurn(refused(503), stored));
    await upload();
    const same = {
      provider: "shop",
      operation: "create",
      method: "PUT",
      url: "https://files.example.com",
      duration: 0,
      requestId: null,
    };
    expect(events).toEqual([
      { ...same, attempt: 1, status: 503 },
      { ...same, attempt: 2, status: 200 },
    ]);
    expect(retries).toHaveLength(1);
  });

  test.each([200, 201, 299])("is there after %i", async (status) => {
    const { upload } = uploading(text("", { status }));
    expect(await upload()).toMatchObject({ id: "f1" });
  });

  test.each([
    [300, "invalid_response"],
    [400, "rejected"],
    [404, "not_found"],
  ])("is not there after %i, and goes once", async (status, code) => {
    const { upload, requests } = uploading(text("", { status }));
    expect(await errorOf(upload)).toMatchObject({ code, status, ambiguous: false });
    expect(requests).toHaveLength(1);
  });

  test("goes again after a connection that broke, and then is nobody's secret", async () => {
    const { upload, requests } = uploading(
      lost(new TypeError(`fetch failed: ${address}, ${secret}, ?${signature}`)),
    );
    const error = await errorOf(upload);
    expect(requests).toHaveLength(5);
    expect(error).toMatchObject({ code: "network", ambiguous: false, provider: "shop" });
    expect(JSON.stringify([error, error.message, error.cause])).not.toMatch(/canary|sk_live/);
  });

  test.each([
    [1, 3],
    [140_000, 5],
  ])("of %i people may take as long as it needs", async (count, tries) => {
    const { upload, requests } = uploading(
      refused(503),
      { maxRetryTime: 1000, retryDelay: 500 },
      address,
      count,
    );
    await errorOf(upload);
    expect(requests).toHaveLength(tries);
  });

  test("to an address that is not public goes nowhere", async () => {
    const { upload, requests } = uploading(stored, {}, "https://10.0.0.1/1?canary");
    const error = await errorOf(upload);
    expect(error).toMatchObject({ code: "protocol" });
    expect(error.message).toContain("acme: the address given for the upload");
    expect(requests).toEqual([]);
  });
});
