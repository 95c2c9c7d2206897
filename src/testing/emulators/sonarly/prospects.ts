import type { Operation } from "../kit/operations.ts";
import type { SonarlyPermission } from "./guards.ts";
import { prospectAt } from "./people.ts";
import type { SonarlyRoute } from "./route.ts";
import { checkAudience, checkCursor, checkLimit } from "./route.ts";

/**
 * `GET …/audiences/{audienceId}/prospects` (audiences-prospects-list). A position is a place in the
 * audience: people only come in at the end.
 */
export const listProspects = (route: SonarlyRoute): Operation<SonarlyPermission> => ({
  name: "prospects",
  method: "GET",
  path: "/accounts/:accountGroupId/audiences/:audienceId/prospects",
  scope: "prospects:read",
  cursor: "cursor",
  async handle(exchange) {
    const { envelopes, pager, seed, prospectEmails } = route;
    const limit = checkLimit(exchange, route);
    const list = `prospects ${exchange.parameter("audienceId")}`;
    const after = checkCursor(exchange, list, route);
    const audience = checkAudience(exchange, route);
    const start = after === undefined ? 0 : after.at + 1;
    const length = Math.max(0, Math.min(limit, audience.prospectCount - start));
    const items = Array.from({ length }, (_, index) =>
      prospectAt(seed, audience, start + index, prospectEmails),
    );
    const last = start + length - 1;
    const more = last + 1 < audience.prospectCount;
    const nextCursor = more
      ? await pager.cursor(list, { at: last, key: "" }, (exchange.page ?? 1) + 1)
      : null;
    return envelopes.success({ items, nextCursor, hasMore: more });
  },
});
