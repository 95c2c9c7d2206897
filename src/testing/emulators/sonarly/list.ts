import { readPage } from "../kit/listing.ts";
import type { Operation } from "../kit/operations.ts";
import type { SonarlyPermission } from "./guards.ts";
import type { SonarlyRoute } from "./route.ts";
import { checkCursor, checkLimit } from "./route.ts";
import { isListed, writeAudience } from "./state.ts";

/**
 * `GET /accounts/{accountGroupId}/audiences` (audiences-list): only audiences that are ready for
 * use.
 */
export const listAudiences = (route: SonarlyRoute): Operation<SonarlyPermission> => ({
  name: "list",
  method: "GET",
  path: "/accounts/:accountGroupId/audiences",
  scope: "audiences:read",
  cursor: "cursor",
  async handle(exchange) {
    const group = exchange.parameter("accountGroupId");
    const list = `list ${group}`;
    const { items, more, endCursor } = await readPage({
      collection: route.state.audiences,
      pager: route.pager,
      exchange,
      list,
      limit: checkLimit(exchange, route),
      after: checkCursor(exchange, list, route),
      where: isListed(group),
    });
    return route.envelopes.success({
      items: items.map(writeAudience),
      nextCursor: more ? endCursor : null,
      hasMore: more,
    });
  },
});
