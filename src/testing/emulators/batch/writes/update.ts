import type { Operation } from "../../kit/operations.ts";
import type { WriteRoutes } from "../content.ts";
import { acceptChange, contentOf } from "../content.ts";
import type { BatchScope } from "../guards.ts";
import { readIds } from "../ids.ts";
import { accepted, requireAudience, requireFields } from "./routes.ts";

/**
 * `POST /audiences/update` (cep/audiences/update): adds and removes. Within a call the last action
 * for an id counts; an id added again takes the attributes of the last time, all or none of them,
 * where merging would be as likely.
 */
export const updateAudience = (routes: WriteRoutes): Operation<BatchScope> => ({
  name: "update",
  method: "POST",
  path: "/audiences/update",
  async handle(exchange) {
    const fields = await requireFields(exchange);
    const audience = requireAudience(fields, routes);
    const sent = readIds(fields, "update");
    const content = contentOf(routes.state, audience);
    for (const { id, action, attributes } of sent) {
      if (action === "remove") content.ids.delete(id);
      else content.ids.set(id, attributes);
    }
    return accepted(acceptChange(routes, audience.name, content));
  },
});
