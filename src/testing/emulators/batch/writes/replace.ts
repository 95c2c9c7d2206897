import type { Operation } from "../../kit/operations.ts";
import type { WriteRoutes } from "../content.ts";
import { acceptChange, contentOf, markReplaced } from "../content.ts";
import type { BatchScope } from "../guards.ts";
import { readIds } from "../ids.ts";
import { accepted, requireAudience, requireFields } from "./routes.ts";

/**
 * `POST /audiences/replace` (cep/audiences/replace): "removes all previously added", and every token
 * given before says REPLACED from then on.
 */
export const replaceAudience = (routes: WriteRoutes): Operation<BatchScope> => ({
  name: "replace",
  method: "POST",
  path: "/audiences/replace",
  async handle(exchange) {
    const fields = await requireFields(exchange);
    const audience = requireAudience(fields, routes);
    const sent = readIds(fields, "replace");
    const { changes, visibleAt } = contentOf(routes.state, audience);
    const ids = new Map(sent.map(({ id, attributes }) => [id, attributes]));
    const content = { unknown: 0, ids, changes: markReplaced(changes), visibleAt };
    return accepted(acceptChange(routes, audience.name, content));
  },
});
