import { once } from "node:events";
import { gzipSync } from "node:zlib";

import { afterEach, describe, expect, test, vi } from "vitest";

import { createAudiences } from "../../src/core/audiences.ts";
import type { Adapter } from "../../src/core/contract.ts";
import { path } from "../../src/core/url.ts";
import { errorOf, thrownBy } from "../support/core-read.ts";
import { client, ok } from "../support/core-http.ts";
import { serve } from "../support/core-server.ts";
import { watchRejections } from "../support/core-signal.ts";
import { recordOf, scripted } from "../support/core-vendor.ts";
import { createJsonList } from "../../src/core/writing/json-list.ts";

watchRejections();
afterEach(() => {
  vi.useRealTimers();
});

const json = { "content-type": "application/json" };
/** The platform's own fetch, and no repeats unless a test wants them. */
const real = { fetch: undefined, retries: 0 };

describe("over a real connection", () => {
  test("an abort in the middle of a body closes the socket", async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(200, json).write('{"data":[');
    });
    const controller = new AbortController();
    const { ask } = client(ok, { ...real, baseUrl: server.baseUrl });
    const asking = thrownBy(() => ask({}, { signal: controller.signal }));
    const closed = once(await server.answer(0), "close");
    controller.abort("enough");
    expect(await asking).toBe("enough");
    await closed;
  });

  test("a body that stalls is given up at the timeout, and its socket closed", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await using server = await serve((_request, response) => {
      response.writeHead(200, json).write("[");
    });
    const { ask } = client(ok, { ...real, baseUrl: server.baseUrl });
    const asking = errorOf(() => ask());
    const closed = once(await server.answer(0), "close");
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await asking).toMatchObject({ code: "timeout" });
    await closed;
  });

  test("leaving a loop closes the socket of the page that was asked for ahead", async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(200, json);
      if (server.requests.length === 1) {
        response.end("{}");
      }
    });
    const { http } = client(ok, { ...real, baseUrl: server.baseUrl });
    const adapter = {
      ...scripted(),
      async list({ cursor }, context) {
        await http.json({ path: path`things`, query: { cursor } }, context);
        return { items: [recordOf(`a${cursor ?? ""}`)], more: true, next: `${cursor ?? ""}1` };
      },
    } satisfies Adapter;
    let closed: Promise<unknown> | undefined;
    for await (const _ of createAudiences({ one: adapter }).list()) {
      closed = once(await server.answer(1), "close");
      break;
    }
    await closed;
    expect(server.requests).toHaveLength(2);
  });

  test.each([301, 302, 303, 307, 308])(
    "a redirect of %i takes nothing to another host",
    async (status) => {
      await using other = await serve((_request, response) => response.end("{}"));
      await using server = await serve((_request, response) => {
        response.writeHead(status, { location: `${other.baseUrl}/taken` }).end();
      });
      const { ask } = client(ok, { ...real, baseUrl: server.baseUrl });
      const body = { members: ["kim@example.com"] };
      for (const request of [{}, { method: "POST", body }] as const) {
        const error = await errorOf(() => ask(request));
        expect(error).toMatchObject({ code: "invalid_response", status });
      }
      expect(other.requests).toHaveLength(0);
      expect(server.requests).toHaveLength(2);
    },
  );

  test.each([301, 307])("nor does one of %i that a large write meets", async (status) => {
    await using other = await serve((_request, response) => response.end("{}"));
    await using server = await serve((_request, response) => {
      response.writeHead(status, { location: `${other.baseUrl}/taken` }).end();
    });
    const { write } = client(ok, { ...real, baseUrl: server.baseUrl });
    const members = createJsonList<string>();
    members.add("kim@example.com");
    const error = await errorOf(() => write({ body: { members }, idempotent: true }));
    expect(error).toMatchObject({ code: "invalid_response", ambiguous: false, transient: false });
    expect(error.message).toContain("answered with a redirect, which is never followed");
    expect(other.requests).toHaveLength(0);
    expect(server.requests).toHaveLength(1);
  });

  test("the cap counts what a body is unpacked, not what it is packed", async () => {
    const packed = gzipSync(Buffer.alloc(2_000_000, " "));
    await using server = await serve((_request, response) => {
      response.writeHead(200, { ...json, "content-encoding": "gzip" }).end(packed);
    });
    const { ask } = client(ok, { ...real, baseUrl: server.baseUrl, maxBodyBytes: 100_000 });
    expect(packed.length).toBeLessThan(10_000);
    expect(await errorOf(() => ask())).toMatchObject({
      code: "invalid_response",
      transient: false,
    });
  });

  test("a connection that is reset in the body is a network error, and is tried again", async () => {
    await using server = await serve((_request, response) => {
      if (server.requests.length < 3) {
        response.writeHead(200, { ...json, "content-length": "100" });
        response.write('{"data":', () => response.socket?.destroy());
      } else {
        response.writeHead(200, json).end('{"data":[]}');
      }
    });
    const { ask, retries } = client(ok, { ...real, retries: 1, baseUrl: server.baseUrl });
    expect(await errorOf(() => ask())).toMatchObject({ code: "network", transient: true });
    expect(retries.map(({ code }) => code)).toEqual(["network"]);
    expect(await ask()).toEqual({ data: [] });
  });

  test("a port where nobody listens is a network error with the platform's code", async () => {
    const server = await serve();
    const { baseUrl } = server;
    await server[Symbol.asyncDispose]();
    const { ask, retries } = client(ok, { ...real, retries: 2, baseUrl });
    const error = await errorOf(() => ask());
    expect(error).toMatchObject({ code: "network", cause: { code: "ECONNREFUSED" } });
    expect(retries).toHaveLength(2);
  });
});
