import { connect } from "node:net";
import { once } from "node:events";

import { describe, expect, test } from "vitest";

import { createServer } from "../../src/server/index.ts";
import { people } from "../history/support/world.ts";
import { served } from "./support/served.ts";
import type { Asking } from "./support/served.ts";

const token = "a-token-of-enough-characters";
const bearer = { authorization: `Bearer ${token}` };
const paths = [
  "/",
  "/api/v1/audiences",
  "/api/v1/providers",
  "/api/v1/events",
  "/metrics",
  "/openapi.json",
] as const;

/** What is answered to words that no client of ours would say. */
async function spoken(port: number, path: string, headers = ""): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}\r\n`);
  const [data]: unknown[] = await once(socket, "data");
  socket.destroy();
  return String(data);
}

describe("only what this server's own page asks is answered", () => {
  test("under the names of this machine and no other: another site's name may be made to point here", async () => {
    const { ask, server } = await served();
    const hosts = {
      [`127.0.0.1:${server.port}`]: 200,
      [`localhost:${server.port}`]: 200,
      [`LOCALHOST:${server.port}`]: 200,
      [`[::1]:${server.port}`]: 200,
      [`attacker.example:${server.port}`]: 403,
      "attacker.example": 403,
      [`127.0.0.1.attacker.example:${server.port}`]: 403,
      "127.0.0.1": 403,
      "127.0.0.1:1": 403,
      localhost: 403,
    };
    for (const [host, status] of Object.entries(hosts)) {
      const answers = await Promise.all(
        ["/", "/api/v1/audiences", "/healthz"].map((path) => ask(path, { headers: { host } })),
      );
      expect([host, ...answers.map((answer) => answer.status)]).toEqual([
        host,
        status,
        status,
        status,
      ]);
    }
  });

  test("further names are those that were given", async () => {
    const { ask, server } = await served({ allowedHosts: ["Lists.example.com"] });
    const statusOf = async (host: string) => (await ask("/", { headers: { host } })).status;
    expect(await statusOf("lists.example.com")).toBe(200);
    expect(await statusOf(`lists.example.com:${server.port}`)).toBe(200);
    expect(await statusOf("other.example.com")).toBe(403);
  });

  const foreign: Readonly<Record<string, Asking["headers"]>> = {
    "another origin": { origin: "https://attacker.example" },
    "an origin that is none": { origin: "null" },
    "another port of this machine": { origin: "http://127.0.0.1:1" },
    "another site": { "sec-fetch-site": "cross-site" },
    "another name of the same site": { "sec-fetch-site": "same-site" },
    "an image of another site": {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "no-cors",
      "sec-fetch-dest": "image",
    },
    "a frame of another site": {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "iframe",
    },
  };

  test.for(Object.keys(foreign))("not %s", async (who) => {
    const { ask } = await served();
    for (const path of paths) {
      const answer = await ask(path, { headers: foreign[who] ?? {} });
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });

  test("but its own page, and somebody who follows a link to it", async () => {
    const { ask, server } = await served();
    const own = { origin: server.origin, "sec-fetch-site": "same-origin" };
    expect((await ask("/api/v1/audiences", { headers: own })).status).toBe(200);
    const link = {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
    };
    expect((await ask("/", { headers: link })).status).toBe(200);
    expect((await ask("/api/v1/audiences", { headers: link })).status).toBe(403);
  });
});

describe("nothing is written, and nothing large is taken", () => {
  test.for(["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])(
    "%s is refused",
    async (method) => {
      const { ask } = await served();
      for (const path of [...paths, "/healthz", "/open"]) {
        const answer = await ask(path, { method });
        expect([answer.status, answer.headers["allow"]]).toEqual([405, "GET, HEAD"]);
      }
    },
  );

  test("HEAD answers without a body", async () => {
    const { ask } = await served();
    expect(await ask("/api/v1/audiences", { method: "HEAD" })).toMatchObject({
      status: 200,
      text: "",
    });
  });

  test("a question with a body is refused", async () => {
    const { ask } = await served();
    const headers = { "content-length": "2" };
    expect((await ask("/api/v1/audiences", { headers, body: "{}" })).status).toBe(413);
    const chunked = { "transfer-encoding": "chunked" };
    expect((await ask("/api/v1/audiences", { headers: chunked, body: "{}" })).status).toBe(413);
  });

  test("headers that are too long end the connection", async () => {
    const { server } = await served();
    const long = `x-long: ${"x".repeat(20_000)}\r\n`;
    expect(await spoken(server.port, "/", long)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test("pages that listen are counted", async () => {
    const { server } = await served();
    const leaving = new AbortController();
    const open = () =>
      fetch(`${server.origin}/api/v1/events`, { signal: leaving.signal }).then(async (response) => {
        await response.body?.getReader().read();
        return response.status;
      });
    const statuses = await Promise.all(Array.from({ length: 32 }, open));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await open()).toBe(429);
    leaving.abort();
  });

  test("what is no path of ours does not reach the disk", async () => {
    const { server } = await served();
    for (const path of [
      "/../package.json",
      "/assets/../../package.json",
      "/assets/%2e%2e/%2e%2e/package.json",
      "/assets/..%5c..%5cpackage.json",
      "//etc/passwd",
      "/%00",
      "/assets/",
      "/__proto__",
    ]) {
      const answer = await spoken(server.port, path);
      expect([path, answer.split(" ", 2)[1]]).toEqual([path, "404"]);
    }
  });

  test("an address that cannot be read is refused, and the server goes on", async () => {
    const { server, ask } = await served();
    expect(await spoken(server.port, "/api/v1/audiences/%E0%A4%A/x")).toMatch(/^HTTP\/1\.1 4/);
    expect(await spoken(server.port, "/ HTTP/9.9 \0")).toMatch(/^HTTP\/1\.1 400 /);
    expect((await ask("/healthz")).status).toBe(200);
  });
});

describe("every answer keeps a browser from doing more with it than showing it", () => {
  test.for([...paths.filter((path) => path !== "/api/v1/events"), "/healthz", "/nothing", "/open"])(
    "%s",
    async (path) => {
      const { ask } = await served();
      const { headers } = await ask(path);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cache-control": "no-store",
      });
      const policy = headers["content-security-policy"] ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(
        Object.keys(headers).filter((name) => /^access-control|^server$|^x-powered/.test(name)),
      ).toEqual([]);
    },
  );
});

describe("with a token", () => {
  test("nothing but /healthz is answered without it", async () => {
    const { ask } = await served({ token });
    for (const path of [...paths, "/assets/page.js", "/nothing"]) {
      const answer = await ask(path);
      expect([path, answer.status]).toEqual([path, 401]);
    }
    expect((await ask("/healthz")).json()).toEqual({ status: "ok" });
  });

  test.for([
    {},
    { authorization: "" },
    { authorization: "Bearer" },
    { authorization: `Bearer ${token}x` },
    { authorization: `Bearer ${token.slice(0, -1)}` },
    { authorization: `Basic ${token}` },
    { authorization: token },
    { cookie: `audiencekit=${token}` },
    { cookie: "audiencekit=" },
  ])("not by %j", async (headers) => {
    const { ask } = await served({ token });
    expect((await ask("/api/v1/providers", { headers })).status).toBe(401);
    expect((await ask(`/api/v1/providers?token=${token}`, { headers })).status).toBe(401);
  });

  test("by Authorization: Bearer", async () => {
    const { ask } = await served({ token });
    expect((await ask("/api/v1/providers", { headers: bearer })).status).toBe(200);
    expect((await ask("/metrics", { headers: { authorization: `bearer ${token}` } })).status).toBe(
      200,
    );
    const foreign = { ...bearer, origin: "https://attacker.example" };
    expect((await ask("/api/v1/providers", { headers: foreign })).status).toBe(403);
  });

  test("a link opens once, gives the browser a cookie of its own, and holds no token", async () => {
    const { ask, server } = await served({ token });
    const link = new URL(server.link());
    expect(link.pathname).toBe("/open");
    expect(link.href).not.toContain(token);
    const opened = await ask(link.pathname + link.search);
    expect([opened.status, opened.headers.location]).toEqual([303, "/"]);
    const [cookie = ""] = opened.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/^audiencekit=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(token);
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    expect((await ask("/api/v1/providers", { headers })).status).toBe(200);
    expect((await ask("/", { headers })).status).toBe(200);
    const again = await ask(link.pathname + link.search);
    expect([again.status, again.headers["set-cookie"]]).toEqual([401, undefined]);
    expect((await ask("/open?once=")).status).toBe(401);
  });

  test("a link that was not opened within ten minutes does not open", async () => {
    let now = 0;
    const { ask, server } = await served({ token, now: () => now });
    const link = new URL(server.link());
    now = 600_001;
    expect((await ask(link.pathname + link.search)).status).toBe(401);
  });

  test("one is made where more than this machine could ask, and a short one is refused", async () => {
    const { server, ask, world } = await served({ host: "0.0.0.0" });
    expect(server.token).toMatch(/^[\w-]{43}$/);
    const headers = { host: `localhost:${server.port}` };
    expect((await ask("/api/v1/providers", { headers })).status).toBe(401);
    const short = createServer({ store: world.store, port: 0, page: new Map(), token: "short" });
    await expect(short).rejects.toThrow("at least 16 characters");
  });

  test("it is in no answer", async () => {
    const { ask, server } = await served({ token });
    const link = new URL(server.link());
    for (const path of [
      ...paths.filter((one) => one !== "/api/v1/events"),
      "/nothing",
      link.pathname + link.search,
    ]) {
      const { text, headers } = await ask(path, { headers: bearer });
      expect(`${text}${JSON.stringify(headers)}`).not.toContain(token);
    }
  });
});

test("what vendors say is data: it is sent as JSON, as it is, and never as markup", async () => {
  const name = `</script><img src=x onerror=alert(1)>\u2028"'\u202e`;
  const { ask } = await served({}, [
    { shop: { audiences: [{ id: name, name, size: people(1) }] } },
  ]);
  for (const path of [
    "/api/v1/audiences",
    `/api/v1/audiences/shop/${encodeURIComponent(name)}`,
    `/api/v1/series?provider=shop&id=${encodeURIComponent(name)}`,
    "/metrics",
    `/api/v1/audiences/shop/${encodeURIComponent("<script>alert(1)</script>")}`,
  ]) {
    const { headers, text } = await ask(path);
    expect(headers["content-type"]).toMatch(/^(?:application\/json$|text\/plain)/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(text).not.toContain("<script>alert");
  }
  expect((await ask("/api/v1/audiences")).json()).toMatchObject({ items: [{ name }] });
});

test("closing ends those who listen, and the port is free again", async () => {
  const { server, world } = await served();
  const response = await fetch(`${server.origin}/api/v1/events`);
  const read = response.text().catch(() => "cut");
  await server.close();
  await read;
  const next = await createServer({ store: world.store, port: server.port, page: new Map() });
  await next.close();
  await expect(fetch(`${server.origin}/healthz`)).rejects.toThrow("fetch failed");
});
