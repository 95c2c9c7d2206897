import type { Operation } from "../kit/operations.ts";
import type { SonarlyPermission } from "./guards.ts";
import type { SonarlyRoute } from "./route.ts";
import { checkAudience } from "./route.ts";
import type { SonarlyAudience } from "./state.ts";
import { isListed, writeAudience, writeFolder } from "./state.ts";

/**
 * `GET /accounts`: any valid key may call it (accounts-list); one page, with the cursor members the
 * quick start shows.
 */
export const listAccounts = ({ state, envelopes }: SonarlyRoute): Operation<SonarlyPermission> => ({
  name: "accounts",
  method: "GET",
  path: "/accounts",
  handle() {
    const items = state.accountGroups.map(({ id, name, createdAt }) => ({
      id,
      name,
      createdAt: new Date(createdAt).toISOString(),
    }));
    return envelopes.success({ items, nextCursor: null, hasMore: false });
  },
});

/** `GET /accounts/{accountGroupId}/audiences/{audienceId}` (audiences-get). */
export const getAudience = (route: SonarlyRoute): Operation<SonarlyPermission> => ({
  name: "get",
  method: "GET",
  path: "/accounts/:accountGroupId/audiences/:audienceId",
  scope: "audiences:read",
  handle: (exchange) => route.envelopes.success(writeAudience(checkAudience(exchange, route))),
});

/**
 * `GET …/audiences/navigation` (audiences-navigation-get): not paged, and again without audiences
 * being filled.
 */
export const getNavigation = ({
  state,
  envelopes,
}: SonarlyRoute): Operation<SonarlyPermission> => ({
  name: "navigation",
  method: "GET",
  path: "/accounts/:accountGroupId/audiences/navigation",
  scope: "audiences:read",
  handle({ parameter }) {
    const group = parameter("accountGroupId");
    const ready = state.audiences.list().filter(isListed(group));
    const folders = state.folders
      .filter(({ accountGroupId }) => accountGroupId === group)
      .map((folder) => {
        const inside = ready.filter(({ folderId }) => folderId === folder.id);
        return Object.assign(writeFolder(folder), { audiences: inside.map(writeInFolder) });
      });
    return envelopes.success({
      folders,
      ungroupedAudiences: ready.filter(({ folderId }) => folderId === null).map(writeAudience),
    });
  },
});

/** Inside folders the page shows the count as a string; at the top level it is a number. */
const writeInFolder = (audience: SonarlyAudience): Record<string, unknown> => ({
  ...writeAudience(audience),
  prospectCount: String(audience.prospectCount),
});
