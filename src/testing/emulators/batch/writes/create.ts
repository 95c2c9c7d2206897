import type { Fields } from "../../kit/body.ts";
import type { Operation } from "../../kit/operations.ts";
import type { WriteRoutes } from "../content.ts";
import { acceptChange } from "../content.ts";
import { refuseBatch } from "../errors.ts";
import type { BatchScope } from "../guards.ts";
import { blankAudience } from "../state.ts";
import { accepted, requireFields } from "./routes.ts";

/**
 * `POST /audiences/create` (cep/audiences/create): an empty audience. A name that is taken has no
 * documented answer but "should be unique": 400 here, which its page lists.
 */
export const createAudience = (routes: WriteRoutes): Operation<BatchScope> => ({
  name: "create",
  method: "POST",
  path: "/audiences/create",
  async handle(exchange) {
    const { state, now, times } = routes;
    const fields = await requireFields(exchange);
    const name = readName(fields);
    const displayName = readDisplayName(fields);
    const { type } = fields;
    if (type === undefined) refuseBatch(400, "MISSING_PARAMETER", "The parameter type is missing.");
    // What is read back is called CUSTOM_ID.
    if (type !== "custom_ids") refuseBatch(400, "INVALID_PARAMETER", "type must be custom_ids.");
    if (state.audiences.get(name) !== undefined)
      refuseBatch(400, "AUDIENCE_ALREADY_EXISTS", `There is an audience "${name}" already.`);
    state.audiences.add({ ...blankAudience(name, now()), displayName });
    const visibleAt = Math.min(now() + times.visible, Number.MAX_SAFE_INTEGER);
    const content = { unknown: 0, ids: new Map(), changes: [], visibleAt };
    return accepted(acceptChange(routes, name, content));
  },
});

/** "At most 255 characters, A-Z a-z 0-9 _ -" (cep/audiences/create). */
function readName({ name }: Fields): string {
  if (name === undefined)
    return refuseBatch(400, "MISSING_PARAMETER", "The parameter name is missing.");
  return typeof name === "string" && /^[A-Za-z0-9_-]{1,255}$/.test(name)
    ? name
    : refuseBatch(400, "INVALID_PARAMETER", "name must be 1 to 255 of A-Z, a-z, 0-9, _ and -.");
}

function readDisplayName(fields: Fields): string | null {
  const displayName = fields["display_name"];
  if (displayName === undefined) return null;
  return typeof displayName === "string"
    ? displayName
    : refuseBatch(400, "INVALID_PARAMETER", "display_name must be a string.");
}
