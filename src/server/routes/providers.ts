import { createRoute } from "@hono/zod-openapi";

import { migrationsModel, providersModel } from "../model.ts";
import { providerViews } from "../views.ts";
import type { AddRoute } from "./setup.ts";
import { json, refusals } from "./shapes.ts";

const providersRoute = createRoute({
  method: "get",
  path: "/providers",
  summary: "How fresh and how complete each provider is",
  responses: { 200: json(providersModel, "Every provider."), ...refusals },
});

export const addProviders: AddRoute = (api, { history, providers, moment }) => {
  api.openapi(providersRoute, (context) => {
    const at = moment();
    const generatedAt = new Date(at.now).toISOString();
    return context.json({ items: providerViews(history, providers, at), generatedAt }, 200);
  });
};

const migrationsRoute = createRoute({
  method: "get",
  path: "/migrations",
  summary: "Migrations and how far they are",
  responses: { 200: json(migrationsModel, "The latest first."), ...refusals },
});

export const addMigrations: AddRoute = (api, { watch }) => {
  api.openapi(migrationsRoute, (context) => context.json({ items: watch.migrations() }, 200));
};
