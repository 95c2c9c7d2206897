import { describe, expect, test } from "vitest";

import { errorOf } from "../support/core-read.ts";
import { client, ok } from "../support/core-http.ts";
import type { Reply } from "../support/core-http.ts";

const once = { retries: 0 };

/** An answer whose body comes in these pieces. */
const bytes =
  (...chunks: readonly Uint8Array[]): Reply =>
  () =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const chunk of chunks) {
            controller.enqueue(chunk);
          }
          controller.close();
        },
      }),
    );

describe("a body", () => {
  const value = { name: "Zoë 🙂 漢字 ﷽" };
  const encoded = new TextEncoder().encode(JSON.stringify(value));

  test("is read the same however its bytes are cut", async () => {
    for (let cut = 1; cut < encoded.length; cut += 1) {
      const { ask } = client(bytes(encoded.slice(0, cut), encoded.slice(cut)));
      expect(await ask()).toEqual(value);
    }
    const { ask } = client(bytes(...Array.from(encoded, (byte) => Uint8Array.of(byte))));
    expect(await ask()).toEqual(value);
  });

  test("with a byte order mark is read", async () => {
    const { ask } = client(bytes(Uint8Array.of(0xef, 0xbb, 0xbf), encoded));
    expect(await ask()).toEqual(value);
  });

  test("that is no UTF-8 is an error, not a text with holes", async () => {
    const broken = new TextEncoder()
      .encode('{"name":"Zo?"}')
      .map((byte) => (byte === 0x3f ? 0xeb : byte));
    const error = await errorOf(() => client(bytes(broken), once).ask());
    expect(error.code).toBe("invalid_response");
    const cut = encoded.slice(0, encoded.indexOf(0xf0) + 2);
    expect((await errorOf(() => client(bytes(cut), once).ask())).code).toBe("invalid_response");
  });

  test("of maxBodyBytes is read, and of one byte more is given up there", async () => {
    const maxBodyBytes = encoded.length;
    expect(await client(bytes(encoded), { maxBodyBytes }).ask()).toEqual(value);
    const error = await errorOf(() =>
      client(bytes(encoded), { maxBodyBytes: maxBodyBytes - 1 }).ask(),
    );
    expect(error).toMatchObject({ code: "invalid_response", transient: false });
    expect(error.message).toContain(`${maxBodyBytes - 1} bytes`);
  });

  test("without end is given up at the cap, and once", async () => {
    let given = 0;
    const endless: Reply = () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            given += 1;
            controller.enqueue(new Uint8Array(1000).fill(0x20));
          },
          cancel: () => new Promise(() => undefined), // not even that is waited for
        }),
      );
    const { ask, requests } = client(endless, { maxBodyBytes: 50_000 });
    expect(await errorOf(() => ask())).toMatchObject({ code: "invalid_response" });
    expect(given).toBeLessThan(60);
    expect(requests).toHaveLength(1);
  });

  test("that breaks off is a network error, and is read again", async () => {
    let attempt = 0;
    const reply: Reply = (request) => {
      attempt += 1;
      const broken = new ReadableStream({
        start(controller) {
          controller.enqueue(encoded.slice(0, 5));
          controller.error(new TypeError("terminated"));
        },
      });
      return attempt === 1 ? new Response(broken) : ok(request);
    };
    expect(await client(reply).ask()).toEqual({ fine: true });
    attempt = 0;
    expect(await errorOf(() => client(reply, once).ask())).toMatchObject({ code: "network" });
  });
});
