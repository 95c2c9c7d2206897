import { afterAll, describe, expect, test } from "vitest";
import { fingerprint, serveEmulators } from "../../../src/testing/index.ts";
import { creation, fileAnswer, send, streamed } from "./write-support.ts";

const served = await serveEmulators({ port: 0, size: 0, whop: { times: { file: 0 } } });
afterAll(() => served.close());
/** Whop as a client in another process reaches it. */
const whop = { ...served.whop, fetch };

async function address(): Promise<{ id: string; url: string; headers: Record<string, string> }> {
  const { body } = await send(whop, "POST", "/files", { filename: "people.csv" });
  const { id, upload_url: url, upload_headers: headers } = fileAnswer.parse(body);
  return { id, url: url ?? "", headers: headers ?? {} };
}

describe("an upload over HTTP", () => {
  test("goes to the same port, below /whop-uploads", async () => {
    const { id, url, headers } = await address();
    expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${served.port}/whop-uploads/${id}\\?`));
    const content = "email\na@example.com\n";
    const put = await fetch(url, { method: "PUT", headers, body: content });
    expect(put.status).toBe(200);
    expect(served.emulators.whop.files.get(id)?.fingerprint).toBe(fingerprint(content));
    const { emulators } = served;
    const { status } = await send(
      whop,
      "POST",
      "/audiences",
      creation(emulators.whop, { file_id: id }),
    );
    expect(status).toBe(201);
    const [audience] = emulators.whop.audiences.list();
    expect(emulators.whop.members(audience?.id ?? "")).toEqual([{ email: "a@example.com" }]);
  });

  test("is refused without a length, as a stream is sent unless it is told", async () => {
    const { id, url, headers } = await address();
    const stream = new Blob(["email\n"]).stream();
    expect((await fetch(url, streamed(stream, headers))).status).toBe(411);
    expect(served.emulators.whop.files.get(id)?.bytes).toBeNull();
  });

  test("is refused in so many words even where the body is large", async () => {
    const { url, headers } = await address();
    const body = "email\n".repeat(2_000_000);
    const keyed = { ...headers, authorization: `Bearer ${whop.apiKey}` };
    const refused = await fetch(url, { method: "PUT", headers: keyed, body });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain("InvalidArgument");
    const unsigned = await fetch(url.replace(/\?.*/, ""), { method: "PUT", headers, body });
    expect(unsigned.status).toBe(403);
  });

  test("that is cut leaves nothing behind", async () => {
    const { id, url, headers } = await address();
    const controller = new AbortController();
    const cut = new ReadableStream<Uint8Array>({
      start(stream) {
        stream.enqueue(new TextEncoder().encode("email\n"));
        setTimeout(() => controller.abort(), 50);
      },
    });
    const init = streamed(cut, { ...headers, "content-length": "1000" });
    await expect(fetch(url, { ...init, signal: controller.signal })).rejects.toThrow("abort");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(served.emulators.whop.files.get(id)?.bytes).toBeNull();
    expect((await fetch(url, { method: "PUT", headers, body: "email\n" })).status).toBe(200);
  });
});
