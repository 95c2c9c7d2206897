import { createRoute, z } from "@hono/zod-openapi";

import { readRecord } from "../../history/index.ts";
import { refusal } from "../failure.ts";
import { sortKeys } from "../listing.ts";
import { audienceDetailModel, audiencesModel } from "../model.ts";
import { pageOf } from "../position.ts";
import { audienceDetailView } from "../views.ts";
import type { AddRoute } from "./setup.ts";
import { id, json, missing, name, refusals, sizeOf, token } from "./shapes.ts";

const audiencesRoute = createRoute({
  method: "get",
  path: "/audiences",
  summary: "The audiences of the latest snapshot",
  request: {
    query: z.object({
      provider: name.optional(),
      status: z.enum(["processing", "ready", "partial", "failed", "unknown"]).optional(),
      search: z
        .string()
        .max(200)
        .describe("Words, all of which are in the name, the id or the description.")
        .optional(),
      sort: z.enum(sortKeys).default("name"),
      order: z.enum(["ascending", "descending"]).default("ascending"),
      size: sizeOf(50),
      continuationToken: token,
    }),
  },
  responses: { 200: json(audiencesModel, "A page of them."), ...refusals },
});

export const addAudiences: AddRoute = (api, { listing }) => {
  api.openapi(audiencesRoute, (context) => {
    const { size, continuationToken, ...query } = context.req.valid("query");
    const entries = listing().select(query);
    const page = pageOf(entries, {
      question: JSON.stringify(query),
      size,
      token: continuationToken,
      keyOf: ({ key }) => key,
    });
    if (page === undefined) {
      throw refusal(400, "continuationToken: it is of another question; begin anew.");
    }
    // Put together from parts that were made once: a list is asked for far more often than it changes.
    const items = page.items.map((entry) => entry.json).join(",");
    const rest = JSON.stringify({ continuationToken: page.token, total: entries.length }).slice(1);
    const body = `{"items":[${items}],${rest}`;
    // It is what the model says, which only `json` would know, and make anew.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return context.body(body, 200, { "content-type": "application/json" }) as never;
  });
};

const audienceRoute = createRoute({
  method: "get",
  path: "/audiences/{provider}/{id}",
  summary: "One audience, with the vendor's record",
  request: { params: z.object({ provider: name, id }) },
  responses: { 200: json(audienceDetailModel, "All that is known."), ...missing, ...refusals },
});

export const addAudience: AddRoute = (api, { store, history, moment }) => {
  api.openapi(audienceRoute, async (context) => {
    const params = context.req.valid("param");
    const provider = history.providers.get(params.provider);
    const track = provider?.tracks.get(params.id);
    if (provider === undefined || track === undefined) {
      throw refusal(404, "The history has no such audience; has a snapshot been taken?");
    }
    const raw = await readRecord(store.database, provider.name, track.id);
    return context.json(audienceDetailView(provider, track, moment(), raw), 200);
  });
};
