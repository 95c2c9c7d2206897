import { createRoute, z } from "@hono/zod-openapi";

import { providerSeriesOf, seriesOf } from "../../history/index.ts";
import { refusal } from "../failure.ts";
import { providerSeriesModel, seriesModel } from "../model.ts";
import type { AddRoute } from "./setup.ts";
import { duration, id, json, missing, name, refusals } from "./shapes.ts";

const seriesRoute = createRoute({
  method: "get",
  path: "/series",
  summary: "An audience over time, or how many a provider has",
  request: {
    query: z.object({ provider: name, id: id.optional(), since: duration("90d") }),
  },
  responses: {
    200: json(
      z.union([seriesModel, providerSeriesModel]),
      "With an id the sizes of that audience, without one the provider's number of audiences.",
    ),
    ...missing,
    ...refusals,
  },
});

const dated = <Point extends { readonly at: number }>({ at, ...rest }: Point) => ({
  at: new Date(at).toISOString(),
  ...rest,
});

export const addSeries: AddRoute = (api, { history, moment }) => {
  api.openapi(seriesRoute, (context) => {
    const query = context.req.valid("query");
    const provider = history.providers.get(query.provider);
    if (provider === undefined) {
      throw refusal(404, "The history has no such provider; has a snapshot been taken?");
    }
    const from = moment().now - query.since;
    if (query.id === undefined) {
      return context.json({ points: providerSeriesOf(provider, from).map(dated) }, 200);
    }
    const track = provider.tracks.get(query.id);
    if (track === undefined) {
      throw refusal(404, "The history has no such audience; has a snapshot been taken?");
    }
    const { unit, points } = seriesOf(provider, track, from);
    return context.json({ unit, points: points.map(dated) }, 200);
  });
};
