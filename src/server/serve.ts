import { createServer as createHttpServer } from "node:http";
import type { Server } from "node:http";
import { hostname, networkInterfaces } from "node:os";

import { getRequestListener } from "@hono/node-server";

import { readHistory } from "../history/index.ts";
import type { History } from "../history/index.ts";
import type { Store } from "../store/index.ts";
import { createAccess, createToken, leastTokenLength } from "./access.ts";
import { createApp } from "./app.ts";
import { storedMigrations } from "./migrations.ts";
import type { MigrationSource } from "./migrations.ts";
import { pageAssets } from "./page/index.ts";
import type { PageAsset } from "./page/index.ts";
import { defaultStaleAfter } from "./views.ts";
import type { ConfiguredProvider } from "./views.ts";
import { createWatch } from "./watch.ts";

export interface ServerOptions {
  readonly store: Store;
  /** 0 takes a free one. @default 4020 */
  readonly port?: number | undefined;
  /** An address of this machine; any but loopback needs a token. @default "127.0.0.1" */
  readonly host?: string | undefined;
  /** Names under which the server is reached besides, with or without a port. @default none */
  readonly allowedHosts?: readonly string[] | undefined;
  /**
   * What must be shown as `Authorization: Bearer`, of at least 16 characters.
   * @default none on loopback, a random one elsewhere
   */
  readonly token?: string | undefined;
  /** Providers to be shown even if they were never asked. @default none */
  readonly providers?: readonly ConfiguredProvider[] | undefined;
  /** @default those of the store */
  readonly migrations?: MigrationSource | undefined;
  /** Another page, by path; an empty map is the API alone. @default the page of this package */
  readonly page?: ReadonlyMap<string, PageAsset> | undefined;
  /** What was read of the store before. @default it is read */
  readonly history?: History | undefined;
  /** From which age on what is shown counts as old, in ms. @default 36 hours */
  readonly staleAfter?: number | undefined;
  /** How often the store is looked into for what other processes put there, in ms. @default 2000 */
  readonly interval?: number | undefined;
  /** Epoch milliseconds. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** @default "0.0.0" */
  readonly version?: string | undefined;
  /** Told of what a request could not be answered for. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** A dashboard that is being served. */
export interface DashboardServer {
  readonly port: number;
  /** `http://127.0.0.1:4020` */
  readonly origin: string;
  /** What must be shown; `undefined` on loopback, unless one was given. */
  readonly token: string | undefined;
  /** A link for a browser; where a token is needed, it opens once, within ten minutes. */
  link(): string;
  /** Looks into the store at once. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

const loopback = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/i;
const everywhere: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

export const isLoopback = (host: string): boolean => loopback.test(host);

const bracketed = (host: string): string => (host.includes(":") ? `[${host}]` : host);

/** Every name that this server goes by. */
function hostsOf(host: string, port: number, allowed: readonly string[]): ReadonlySet<string> {
  const own = everywhere.has(host)
    ? [
        hostname(),
        ...Object.values(networkInterfaces()).flatMap((list) =>
          (list ?? []).map(({ address }) => bracketed(address)),
        ),
      ]
    : [bracketed(host)];
  const local = isLoopback(host) ? ["127.0.0.1", "localhost", "[::1]"] : ["localhost"];
  const plain = [...own, ...local].map((name) => `${name}:${port}`);
  const given = allowed.flatMap((name) => [name, `${name}:${port}`]);
  return new Set([...plain, ...given].map((name) => name.toLowerCase()));
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) {
    return;
  }
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}

/**
 * Serves the dashboard: its page, its API, its metrics.
 * @throws RangeError for a token that is too short
 */
export async function createServer(options: ServerOptions): Promise<DashboardServer> {
  const { store, host = "127.0.0.1", now = Date.now, interval = 2000 } = options;
  const token = options.token ?? (isLoopback(host) ? undefined : createToken());
  if (token !== undefined && token.length < leastTokenLength) {
    throw new RangeError(`The token must have at least ${leastTokenLength} characters.`);
  }
  const history = options.history ?? (await readHistory(store));
  const watch = createWatch(history, options.migrations ?? storedMigrations(store, Date.now));
  await watch.look();
  const access = createAccess(token, now);
  const ending = new AbortController();
  let hosts: ReadonlySet<string> = new Set();
  const { staleAfter = defaultStaleAfter } = options;
  const app = createApp({
    store,
    history,
    watch,
    access,
    hosts: () => hosts,
    page: options.page ?? (await pageAssets()),
    providers: options.providers ?? [],
    moment: () => ({ now: now(), staleAfter }),
    ended: ending.signal,
    version: options.version ?? "0.0.0",
    onError: options.onError,
  });
  // Without overrideGlobalObjects: serving must not change what Request and Response mean in the process that serves.
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createHttpServer(
    {
      maxHeaderSize: 16_384,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 5000,
      connectionsCheckingInterval: 5000,
    },
    (incoming, outgoing) => void answer(incoming, outgoing),
  );
  server.maxConnections = 256;
  const port = await listen(server, options.port ?? 4020, host);
  hosts = hostsOf(host, port, options.allowedHosts ?? []);
  const look = (): void => {
    watch.look().catch((error: unknown) => options.onError?.(error));
  };
  const timer = setInterval(look, interval);
  const shown = everywhere.has(host) ? hostname() : bracketed(host);
  const origin = `http://${shown}:${port}`;
  return {
    port,
    origin,
    token,
    link: () => `${origin}${token === undefined ? "/" : access.link()}`,
    refresh: watch.look,
    async close() {
      clearInterval(timer);
      ending.abort();
      await closeServer(server);
    },
  };
}
