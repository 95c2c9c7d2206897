import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { Server } from "node:http";
import type { Emulators, EmulatorOptions } from "./create.ts";
import { createEmulators } from "./create.ts";
import { breakable } from "./faults/serving.ts";
import { createTickingClock } from "./kit/clock.ts";
import { servedUploads, uploadOrigin } from "./whop/files/presign.ts";

export interface ServeOptions extends EmulatorOptions {
  /**
   * 0 takes a free one.
   * @default 4010
   */
  readonly port?: number;
  /** @default "127.0.0.1" */
  readonly host?: string;
}

export interface ServedEmulators {
  readonly whop: { readonly baseUrl: string; readonly apiKey: string; readonly accountId: string };
  readonly batch: {
    readonly baseUrl: string;
    readonly apiKey: string;
    readonly projectKey: string;
  };
  readonly sonarly: {
    readonly baseUrl: string;
    readonly apiKey: string;
    readonly accountGroupId: string;
  };
  readonly port: number;
  /** What is being served, to look at and to change. */
  readonly emulators: Emulators;
  readonly close: () => Promise<void>;
}

/**
 * The three vendors over HTTP on one port, below /whop, /batch and /sonarly, and Whop's storage host
 * below /whop-uploads. Time runs, unless a clock is given.
 */
export async function serveEmulators(options: ServeOptions = {}): Promise<ServedEmulators> {
  const { port: wanted = 4010, host = "127.0.0.1", ...rest } = options;
  // Loaded here and not above: the emulators inside a process also run where there is no Node.
  const [{ createServer }, { getRequestListener }, { RESPONSE_ALREADY_SENT }] = await Promise.all([
    import("node:http"),
    import("@hono/node-server"),
    import("@hono/node-server/utils/response"),
  ]);
  const emulators = createEmulators({ clock: createTickingClock(), ...rest });
  const { whop, batch, sonarly } = emulators;
  const root = new Hono<{ Bindings: HttpBindings }>();
  const apps = {
    "/whop": whop.app,
    "/batch": batch.app,
    "/sonarly": sonarly.app,
    [servedUploads]: whop.hosts.get(uploadOrigin) ?? whop.app,
  };
  for (const [path, app] of Object.entries(apps)) {
    root.mount(path, async (request, { incoming }: HttpBindings) =>
      // What was written goes out first.
      breakable(await app.fetch(request), () => setImmediate(() => incoming.socket.destroySoon())),
    );
  }
  root.onError((_, { env }) => {
    // Whatever an interceptor throws is a broken connection to the client, as it is in process.
    env.incoming.socket.destroy();
    return RESPONSE_ALREADY_SENT;
  });
  // Without overrideGlobalObjects: serving must not change what Request and Response mean in the
  // process that serves.
  const answer = getRequestListener(root.fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  const port = await listen(server, wanted, host);

  const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const below = (name: string, { baseUrl }: { baseUrl: string }): string =>
    `http://${authority}/${name}${new URL(baseUrl).pathname}`;
  return {
    whop: { baseUrl: below("whop", whop), apiKey: whop.apiKey, accountId: whop.accountId },
    batch: { baseUrl: below("batch", batch), apiKey: batch.apiKey, projectKey: batch.projectKey },
    sonarly: {
      baseUrl: below("sonarly", sonarly),
      apiKey: sonarly.apiKey,
      accountGroupId: sonarly.accountGroupId,
    },
    port,
    emulators,
    close: () => close(server),
  };
}

/** Resolves with the port once connections are taken; rejects where it cannot be had. */
function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Idle connections of clients that keep them open would hold the server up. */
async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
