import { isFields, readText } from "../../kit/body.ts";
import type { Operation } from "../../kit/operations.ts";
import { refuseRequest } from "../errors.ts";
import type { WhopScope } from "../guards.ts";
import { writeAudience } from "../record.ts";
import type { WriteRoutes } from "./routes.ts";
import { requireAudience, requireFields } from "./routes.ts";

/**
 * `PATCH /audiences/{id}` (api-reference/audiences/update-audience): a name, of which a blank one is
 * ignored, or new filters where an audience is built from filters.
 */
export const updateAudience = (routes: WriteRoutes): Operation<WhopScope> => ({
  name: "update",
  method: "PATCH",
  path: "/audiences/:id",
  scope: "audience:update",
  async handle(exchange) {
    const { state, now, generation } = routes;
    const fields = await requireFields(exchange);
    const audience = requireAudience(exchange, routes);
    const name = readText(fields["name"]);
    const filters = fields["filters"] ?? null;
    if (filters !== null && !(isFields(filters) && Object.keys(filters).length > 0))
      refuseRequest("filters must have at least one filter.");
    if (filters !== null && !(audience.sourceType === "people_filter" && audience.autoRefresh))
      refuseRequest("Only audiences that are refreshed from filters have filters to change.");
    const changed = name !== undefined || filters !== null;
    const updated = changed
      ? state.audiences.update(audience.id, {
          ...(name === undefined ? {} : { name }),
          ...(isFields(filters) ? { filters } : {}),
          updatedAt: now(),
        })
      : audience;
    return Response.json(writeAudience(updated, generation));
  },
});
