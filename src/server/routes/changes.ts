import { createRoute, z } from "@hono/zod-openapi";

import { changeKinds, changesBetween } from "../../history/index.ts";
import { refusal } from "../failure.ts";
import { changesModel } from "../model.ts";
import { pageOf } from "../position.ts";
import { changeView } from "../views.ts";
import type { AddRoute } from "./setup.ts";
import { duration, id, json, name, refusals, sizeOf, token } from "./shapes.ts";

const changesRoute = createRoute({
  method: "get",
  path: "/changes",
  summary: "What is different from a moment ago",
  request: {
    query: z.object({
      since: duration("7d"),
      provider: name.optional(),
      id: id.optional(),
      kind: z.enum(changeKinds).optional(),
      steps: z
        .enum(["true", "false"])
        .describe("Every step in between, instead of the difference between then and now.")
        .default("false"),
      size: sizeOf(100),
      continuationToken: token,
    }),
  },
  responses: { 200: json(changesModel, "A page of them, the latest first."), ...refusals },
});

export const addChanges: AddRoute = (api, { history, moment }) => {
  api.openapi(changesRoute, (context) => {
    const { size, continuationToken, ...query } = context.req.valid("query");
    const { since, steps, ...rest } = query;
    const from = moment().now - since;
    const changes = changesBetween(history, { ...rest, from, steps: steps === "true" });
    const page = pageOf(changes, {
      question: JSON.stringify(query),
      size,
      token: continuationToken,
      keyOf: ({ provider, id: of, kind, at }) => JSON.stringify([provider, of, kind, at]),
    });
    if (page === undefined) {
      throw refusal(400, "continuationToken: it is of another question; begin anew.");
    }
    return context.json({ items: page.items.map(changeView), continuationToken: page.token }, 200);
  });
};
