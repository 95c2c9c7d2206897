import { describe, expect, test } from "vitest";
import type { WhopEmulator } from "../../../src/testing/index.ts";
import { createEmulators, createWhopEmulator, fingerprint } from "../../../src/testing/index.ts";
import { currentFiles, fileAnswer, send, streamed } from "./write-support.ts";

const content = "email\na@example.com\n";
const minute = 60_000;

/** Where a new file wants its bytes. */
async function address(
  whop: WhopEmulator,
): Promise<{ id: string; url: string; headers: Record<string, string> }> {
  const { body } = await send(whop, "POST", "/files", { filename: "people.csv" });
  const { id, upload_url: url, upload_headers: headers } = fileAnswer.parse(body);
  return { id, url: url ?? "", headers: headers ?? {} };
}

const put = async (
  { fetch }: { fetch: typeof globalThis.fetch },
  url: string,
  headers: Readonly<Record<string, string>>,
  body: BodyInit = content,
): Promise<{ status: number; text: string; headers: Headers }> => {
  const response = await fetch(url, { method: "PUT", headers, body });
  return { status: response.status, text: await response.text(), headers: response.headers };
};

describe("PUT to the storage host", () => {
  test("is on another origin, and stores what was sent", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { id, url, headers } = await address(whop);
    expect(new URL(url).origin).not.toBe(new URL(whop.baseUrl).origin);
    const answer = await put(whop, url, headers);
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(answer.headers.get("etag")).toMatch(/^"[0-9a-f]+"$/);
    expect(whop.files.get(id)).toMatchObject({
      bytes: 20,
      fingerprint: fingerprint(content),
      visibility: "public",
    });
  });

  test("may be repeated: the whole file is replaced", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { id, url, headers } = await address(whop);
    await put(whop, url, headers, "email\nold@example.com\n");
    await put(whop, url, headers);
    expect(whop.files.get(id)?.fingerprint).toBe(fingerprint(content));
  });

  test("is reached by the fetch of all three too", async () => {
    const { whop, fetch } = createEmulators({ size: 0 });
    const { url, headers } = await address(whop);
    expect((await put({ fetch }, url, headers)).status).toBe(200);
  });

  test("refuses a request that carries Authorization: two credentials", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { id, url, headers } = await address(whop);
    const answer = await put(whop, url, { ...headers, authorization: `Bearer ${whop.apiKey}` });
    expect(answer).toMatchObject({
      status: 400,
      text: expect.stringContaining("<Code>InvalidArgument</Code>"),
    });
    expect(whop.files.get(id)?.bytes).toBeNull();
  });

  test("wants every one of upload_headers, as they were given", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { id, url, headers } = await address(whop);
    for (const name of Object.keys(headers)) {
      const { [name]: _, ...others } = headers;
      expect((await put(whop, url, others)).status).toBe(403);
      expect((await put(whop, url, { ...others, [name]: "other" })).status).toBe(403);
    }
    expect(whop.files.get(id)?.bytes).toBeNull();
  });

  test("is over after an hour: 403 in the host's XML", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { url, headers } = await address(whop);
    whop.advance(60 * minute - 1);
    expect((await put(whop, url, headers)).status).toBe(200);
    whop.advance(1);
    const late = await put(whop, url, headers);
    expect(late).toMatchObject({
      status: 403,
      text: expect.stringContaining("<Code>AccessDenied"),
    });
    expect(late.headers.get("content-type")).toBe("application/xml");
  });

  test("takes no address but those that were given out", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const one = await address(whop);
    const other = await address(whop);
    const moved = one.url.replace(one.id, other.id);
    const asPart = `${one.url}&partNumber=1`;
    const unsigned = one.url.replace(/\?.*/, "");
    for (const url of [moved, asPart, unsigned]) {
      expect(await put(whop, url, one.headers)).toMatchObject({
        status: 403,
        text: expect.stringContaining("<Code>SignatureDoesNotMatch"),
      });
    }
  });

  test("wants to know the length: a stream without Content-Length is 411", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { id, url, headers } = await address(whop);
    const sendStream = (more: Readonly<Record<string, string>>): Promise<Response> =>
      whop.fetch(url, streamed(new Blob([content]).stream(), { ...headers, ...more }));
    expect((await sendStream({})).status).toBe(411);
    expect((await sendStream({ "content-length": "20" })).status).toBe(200);
    expect((await put(whop, url, headers, new Blob([content], { type: "" }))).status).toBe(200);
    expect(whop.files.get(id)?.bytes).toBe(20);
  });

  test("keeps nothing of a body that is shorter or longer than it said", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { id, url, headers } = await address(whop);
    for (const length of ["19", "21"]) {
      const response = await whop.fetch(
        url,
        streamed(new Blob([content]).stream(), { ...headers, "content-length": length }),
      );
      expect(response.status).toBe(400);
    }
    expect(whop.files.get(id)?.bytes).toBeNull();
  });

  test("keeps nothing of a body that breaks off", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { id, url, headers } = await address(whop);
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("email\n"));
        controller.error(new Error("cut"));
      },
    });
    const cut = whop.fetch(url, streamed(body, { ...headers, "content-length": "20" }));
    await expect(cut).rejects.toThrow("cut");
    expect(whop.files.get(id)?.bytes).toBeNull();
  });

  test("knows nothing else", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { url } = await address(whop);
    const response = await whop.fetch(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("<Code>NoSuchKey</Code>");
  });

  test("is logged without its query: that is the credential", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { id, url, headers } = await address(whop);
    await put(whop, url, headers);
    expect(whop.requests.at(-1)).toEqual({
      method: "PUT",
      path: `/${id}`,
      operation: "upload",
      page: undefined,
      status: 200,
    });
  });
});

const complete = (
  whop: WhopEmulator,
  id: string,
  uploadId: unknown,
  parts: readonly unknown[],
): ReturnType<typeof send> =>
  send(
    whop,
    "POST",
    `/files/${id}/complete`,
    { multipart_upload_id: uploadId, multipart_parts: parts },
    { headers: currentFiles },
  );

describe("a multipart upload", () => {
  const chunk = 5 * 1024 * 1024;
  const bytes = new TextEncoder().encode(`email\n${"a@example.com\n".repeat(500_000)}`);

  async function begin(whop: WhopEmulator) {
    const { body } = await send(
      whop,
      "POST",
      "/files",
      { filename: "people.csv", multipart: true, byte_size: bytes.length },
      { headers: currentFiles },
    );
    return { file: fileAnswer.parse(body), body };
  }
  const piece = (number: number): Uint8Array<ArrayBuffer> =>
    bytes.slice((number - 1) * chunk, number * chunk);
  test("has an address for each part of 5 MB, and none for the whole", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { body } = await begin(whop);
    expect(body).toMatchObject({
      upload_url: null,
      upload_headers: null,
      multipart_chunk_size: chunk,
      multipart_upload_urls: [{ part_number: 1 }, { part_number: 2 }],
    });
  });

  test("is put together in the order of its parts, whichever arrives first", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { file } = await begin(whop);
    const etags = new Map<number, string>();
    for (const { part_number: number, url } of file.multipart_upload_urls?.toReversed() ?? []) {
      const { status, headers } = await put(whop, url, {}, piece(number));
      expect(status).toBe(200);
      etags.set(number, headers.get("etag") ?? "");
    }
    expect(whop.files.get(file.id)).toMatchObject({ status: "pending", bytes: null });
    const parts = [1, 2].map((number) => ({ part_number: number, etag: etags.get(number) }));
    const completed = await complete(whop, file.id, file.multipart_upload_id, parts);
    expect(completed).toMatchObject({ status: 200, body: { upload_status: "processing" } });
    expect(whop.files.get(file.id)).toMatchObject({
      bytes: bytes.length,
      fingerprint: fingerprint(bytes),
    });
    expect((await complete(whop, file.id, file.multipart_upload_id, parts)).status).toBe(409);
  });

  test("is refused with a part missing, out of order, of another content or upload", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { file } = await begin(whop);
    const uploadId = file.multipart_upload_id;
    const [one, two] = file.multipart_upload_urls ?? [];
    const first = await put(whop, one?.url ?? "", {}, piece(1));
    const etag = first.headers.get("etag");
    const missing = [1, 2].map((part_number) => ({ part_number, etag }));
    expect((await complete(whop, file.id, uploadId, missing)).status).toBe(400);
    const second = await put(whop, two?.url ?? "", {}, piece(2));
    const parts = [
      { part_number: 1, etag },
      { part_number: 2, etag: second.headers.get("etag") },
    ];
    const attempts = [
      complete(whop, file.id, uploadId, parts.slice(0, 1)),
      complete(whop, file.id, uploadId, parts.toReversed()),
      complete(whop, file.id, uploadId, missing),
      complete(whop, file.id, "other", parts),
    ];
    expect((await Promise.all(attempts)).map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect((await complete(whop, file.id, uploadId, parts)).status).toBe(200);
  });

  test("is refused where the parts are not as many bytes as were announced", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { file } = await begin(whop);
    const etags = [];
    for (const { part_number: number, url } of file.multipart_upload_urls ?? []) {
      const { headers } = await put(whop, url, {}, piece(number).slice(1));
      etags.push({ part_number: number, etag: headers.get("etag") });
    }
    expect((await complete(whop, file.id, file.multipart_upload_id, etags)).status).toBe(400);
  });

  test("has a quarter of an hour for a part", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { file } = await begin(whop);
    const url = file.multipart_upload_urls?.[0]?.url ?? "";
    whop.advance(15 * minute - 1);
    expect((await put(whop, url, {}, piece(1))).status).toBe(200);
    whop.advance(1);
    expect((await put(whop, url, {}, piece(1))).status).toBe(403);
  });

  test("is unknown for another key, another id and a file in one piece", async () => {
    const whop = createWhopEmulator({ size: 0 });
    const { file } = await begin(whop);
    const { id } = await address(whop);
    const other = await send(
      whop,
      "POST",
      `/files/${file.id}/complete`,
      {},
      {
        headers: currentFiles,
        key: whop.issueKey(),
      },
    );
    expect(other.status).toBe(404);
    expect((await complete(whop, "file_Nothing", "x", [])).status).toBe(404);
    expect((await complete(whop, id, "x", [])).status).toBe(409);
  });
});
