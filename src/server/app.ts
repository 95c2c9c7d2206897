import { OpenAPIHono } from "@hono/zod-openapi";
import { HTTPException } from "hono/http-exception";

import type { Access } from "./access.ts";
import { createApi } from "./api.ts";
import { refuse } from "./failure.ts";
import { createListings } from "./listing.ts";
import type { Listing } from "./listing.ts";
import { metricsText, metricsType } from "./metrics.ts";
import type { PageAsset } from "./page/index.ts";
import { guard, secureHeaders } from "./security.ts";
import type { ApiSetup } from "./routes/setup.ts";
import { providerViews } from "./views.ts";

export interface AppSetup extends Omit<ApiSetup, "listing"> {
  readonly access: Access;
  /** What a `Host` header may be, with its port. */
  readonly hosts: () => ReadonlySet<string>;
  /** By the path at which each is served. Nothing else is: no path that is asked for ever reaches the disk. */
  readonly page: ReadonlyMap<string, PageAsset>;
  readonly version: string;
  /** Told of what a request could not be answered for. */
  readonly onError: ((error: unknown) => void) | undefined;
}

/** The metrics are of all audiences, and asked for often: made once for each state of things. */
function createMetrics(
  { history, watch, providers, moment }: AppSetup,
  listing: () => Listing,
): () => Promise<string> {
  let made: { readonly of: string; readonly text: Promise<string> } | undefined;
  let listed: Listing | undefined;
  return (): Promise<string> => {
    const now = listing();
    const views = providerViews(history, providers, moment());
    const migrations = watch.migrations();
    const lastSnapshot = history.snapshots.at(-1)?.at;
    const of = JSON.stringify([views, migrations, lastSnapshot]);
    if (made?.of !== of || listed !== now) {
      const text = metricsText({ providers: views, listing: now, migrations, lastSnapshot });
      made = { of, text };
      listed = now;
    }
    return made.text;
  };
}

/** The whole of the dashboard, as an app that answers requests. */
export function createApp(setup: AppSetup): OpenAPIHono {
  const app = new OpenAPIHono();
  const listingAt = createListings(setup.history);
  const listing = (): Listing => listingAt(setup.moment());
  const metrics = createMetrics(setup, listing);
  app.use(secureHeaders, guard(setup.hosts));
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/open", setup.access.open);
  app.use(setup.access.check);
  app.route("/api/v1", createApi({ ...setup, listing }));
  app.get("/metrics", async (context) =>
    context.body(await metrics(), 200, { "content-type": metricsType }),
  );
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "audiencekit",
      version: setup.version,
      description: "Audiences of every vendor over time. Everything is read, nothing is written.",
    },
  });
  app.get("*", (context) => {
    const file = setup.page.get(context.req.path);
    if (file === undefined) {
      return refuse(context, 404, "There is nothing here; see /openapi.json for what there is.");
    }
    return context.body(file.body, 200, { "content-type": file.type });
  });
  app.onError((error, context) => {
    if (error instanceof HTTPException) {
      return refuse(context, error.status, error.message);
    }
    setup.onError?.(error);
    // What went wrong may name files and rows of this machine; who asks has no use for them.
    return refuse(context, 500, "The server could not answer; its own output says why.");
  });
  return app;
}
