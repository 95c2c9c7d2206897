import type { Fields } from "../../kit/body.ts";
import { readText } from "../../kit/body.ts";
import type { Operation } from "../../kit/operations.ts";
import { refuseRequest } from "../errors.ts";
import type { WhopScope } from "../guards.ts";
import { writeAudience } from "../record.ts";
import { readFilters } from "./filters.ts";
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
    const name = readName(fields);
    const filters = readFilters(fields);
    if (filters !== undefined && !(audience.sourceType === "people_filter" && audience.autoRefresh))
      refuseRequest("Only audiences that are refreshed from filters have filters to change.");
    const changed = name !== undefined || filters !== undefined;
    const updated = changed
      ? state.audiences.update(audience.id, {
          ...(name === undefined ? {} : { name }),
          // "The audience is rebuilt at once": of what people, nobody here knows.
          ...(filters === undefined ? {} : { filters, lastRefreshedAt: now() }),
          updatedAt: now(),
        })
      : audience;
    return Response.json(writeAudience(updated, generation));
  },
});

/** "Blank is ignored"; what is no text is refused, which is undocumented. */
function readName(fields: Fields): string | undefined {
  const name = fields["name"] ?? undefined;
  return name === undefined || typeof name === "string"
    ? readText(name)
    : refuseRequest("name must be a text.");
}
