import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

import type { AudienceDetail, Migration } from "../../../src/server/page/browser/data/model.ts";
import { pageAssets, pagePolicy } from "../../../src/server/page/index.ts";
import { createWorld } from "./world.ts";
import type { World } from "./world.ts";

/** Serves the page, and answers for the API with a world that a test has in its hand. */
export interface FixtureServer extends AsyncDisposable {
  readonly url: string;
  readonly world: World;
  /** Bytes of what was asked for of the page itself, by path; without the API's answers. */
  readonly served: ReadonlyMap<string, number>;
  /** Paths of the API that answer with an error until they are taken out again. */
  readonly failing: Map<string, { readonly status: number; readonly message: string }>;
  /** Paths of the API that do not answer until they are taken out. */
  readonly holding: Set<string>;
  /** Lets those go that wait. */
  release(): void;
  /** As `event: migration` or `event: snapshot`, to every page that listens. */
  say(event: "migration" | "snapshot", data: Migration | { id: string; takenAt: string }): void;
  /** Resolves when a page listens. */
  listened(): Promise<void>;
  /** Hangs up on every page that listens, and refuses new ones while `refuse` holds. */
  hangUp(refuse: boolean): void;
}

let bundled: ReturnType<typeof pageAssets> | undefined;

export async function serveFixture(world: World = createWorld()): Promise<FixtureServer> {
  bundled ??= pageAssets();
  const assets = await bundled;
  const served = new Map<string, number>();
  const failing: FixtureServer["failing"] = new Map();
  const holding = new Set<string>();
  const listeners = new Set<ServerResponse>();
  let waiting: (() => void)[] = [];
  let arrived = Promise.withResolvers<void>();
  let refusing = false;

  const answerApi = async (url: URL, response: ServerResponse): Promise<void> => {
    const path = url.pathname.replace("/api/v1/", "");
    if (path === "events") {
      listen(response);
      return;
    }
    while (holding.has(path)) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      await promise;
    }
    const failure = failing.get(path);
    const body =
      failure === undefined
        ? answer(world, path, url.searchParams)
        : { error: { code: "failed", message: failure.message } };
    const status = failure?.status ?? (body === undefined ? 404 : 200);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(
      JSON.stringify(body ?? { error: { code: "not_found", message: "No such audience" } }),
    );
  };
  const listen = (response: ServerResponse): void => {
    if (refusing) {
      response.writeHead(503).end();
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("retry: 50\nevent: ping\ndata: {}\n\n");
    listeners.add(response);
    response.on("close", () => listeners.delete(response));
    arrived.resolve();
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? "/", "http://fixture");
    response.setHeader("content-security-policy", pagePolicy);
    if (url.pathname.startsWith("/api/v1/")) {
      void answerApi(url, response);
      return;
    }
    const asset = assets.get(url.pathname);
    response.writeHead(asset === undefined ? 404 : 200, {
      "content-type": asset?.type ?? "text/plain",
    });
    response.end(asset?.body);
    served.set(url.pathname, asset?.body.byteLength ?? 0);
  };

  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    world,
    served,
    failing,
    holding,
    release() {
      const ready = waiting;
      waiting = [];
      for (const go of ready) {
        go();
      }
    },
    say(event, data) {
      for (const each of listeners) {
        each.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      }
    },
    async listened() {
      await arrived.promise;
    },
    hangUp(refuse) {
      refusing = refuse;
      arrived = Promise.withResolvers<void>();
      for (const each of listeners) {
        each.destroy();
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function answer(world: World, path: string, query: URLSearchParams): unknown {
  const [resource, provider, id] = path.split("/").map((part) => decodeURIComponent(part));
  const wanted = { provider: query.get("provider"), id: query.get("id") };
  switch (resource) {
    case "providers":
      return world.providers;
    case "audiences":
      return provider === undefined
        ? pageOf(
            world.audiences.map((audience) => listed(audience)),
            query,
          )
        : world.audiences.find((each) => each.provider === provider && each.id === id);
    case "changes":
      return pageOf(
        world.changes.filter(
          (change) =>
            wanted.provider === null ||
            (change.provider === wanted.provider && change.id === wanted.id),
        ),
        query,
      );
    case "series":
      return wanted.id === null
        ? world.growth(wanted.provider ?? "")
        : world.series(wanted.provider ?? "", wanted.id);
    case "migrations":
      return { items: world.migrations };
    default:
      return undefined;
  }
}

/** In a list, an audience comes without what only its own page shows. */
function listed(audience: AudienceDetail): object {
  const { raw: _raw, firstSeenAt: _firstSeenAt, vanishedAt: _vanishedAt, ...view } = audience;
  return view;
}

/** A token is the number of what was given already. */
function pageOf(items: readonly unknown[], query: URLSearchParams): object {
  const from = Number(query.get("continuationToken") ?? 0);
  const end = from + Number(query.get("size") ?? 50);
  return {
    items: items.slice(from, end),
    continuationToken: end < items.length ? String(end) : null,
    total: items.length,
  };
}
