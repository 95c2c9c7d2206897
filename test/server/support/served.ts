import { request } from "node:http";
import type { IncomingHttpHeaders } from "node:http";

import { onTestFinished } from "vitest";

import { createServer } from "../../../src/server/index.ts";
import type { DashboardServer, ServerOptions } from "../../../src/server/index.ts";
import { at, createWorld, people } from "../../history/support/world.ts";
import type { Vendor, World } from "../../history/support/world.ts";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: () => unknown;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Served {
  readonly server: DashboardServer;
  readonly world: World;
  /** Without a browser's or fetch's own mind: any method, any header, any host. */
  ask(path: string, asking?: Asking): Promise<Answer>;
}

/** A dashboard on a free port, at the third day of its history. */
export async function served(
  options: Partial<ServerOptions> = {},
  days: readonly Readonly<Record<string, Vendor>>[] = week,
): Promise<Served> {
  const world = await createWorld();
  for (const [index, vendors] of days.entries()) {
    await world.take(index, vendors, { vendors: { shop: "whop", leads: "sonarly" } });
  }
  const server = await createServer({
    store: world.store,
    port: 0,
    page: new Map([["/", { type: "text/html; charset=utf-8", body: Buffer.from("<p>page</p>") }]]),
    now: () => at(Math.max(0, days.length - 1)) + 1000,
    // Looks are asked for by the tests themselves.
    interval: 1_000_000,
    ...options,
  });
  onTestFinished(() => server.close());
  return {
    server,
    world,
    ask: (path, { method = "GET", headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const sent = request(
          { host: "127.0.0.1", port: server.port, path, method, headers, agent: false },
          (response) => {
            let text = "";
            response.setEncoding("utf8").on("data", (part: string) => (text += part));
            response.on("end", () =>
              resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                text,
                json: () => JSON.parse(text),
              }),
            );
          },
        );
        sent.on("error", reject);
        sent.end(body);
      }),
  };
}

const vip = { id: "vip", name: "VIP", size: people(100), matched: people(40) };

/** Nine days of two providers. */
export const week: readonly Readonly<Record<string, Vendor>>[] = Array.from(
  { length: 9 },
  (_, days) => ({
    shop: {
      audiences: [
        { ...vip, size: people(100 + days * 10), updatedAt: new Date(at(days)) },
        { id: "broken", name: "Broken", status: "failed", error: "No rows." } as const,
        ...(days < 5 ? [{ id: "old", name: "Old", size: people(7) }] : []),
      ],
    },
    leads: days === 8 ? { failsAfter: 0 } : { audiences: [{ id: "a/b ?#", name: "été 10" }] },
  }),
);
