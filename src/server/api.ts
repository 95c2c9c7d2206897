import { OpenAPIHono } from "@hono/zod-openapi";

import { eventsResponse } from "./events.ts";
import { refuse } from "./failure.ts";
import { addAudience, addAudiences } from "./routes/audiences.ts";
import { addChanges } from "./routes/changes.ts";
import { addMigrations, addProviders } from "./routes/providers.ts";
import { addSeries } from "./routes/series.ts";
import type { AddRoute, ApiSetup } from "./routes/setup.ts";

const routes: readonly AddRoute[] = [
  addProviders,
  addAudiences,
  addAudience,
  addSeries,
  addChanges,
  addMigrations,
];

/** What `/api/v1` answers. */
export function createApi(setup: ApiSetup): OpenAPIHono {
  const api = new OpenAPIHono({
    defaultHook: (result, context) => {
      if (result.success) {
        return undefined;
      }
      const [issue] = result.error.issues;
      return refuse(context, 400, `${issue?.path.join(".") ?? "It"}: ${issue?.message ?? ""}.`);
    },
  });
  for (const add of routes) {
    add(api, setup);
  }
  api.get("/events", (context) => eventsResponse(context, setup.watch, setup.ended));
  return api;
}
