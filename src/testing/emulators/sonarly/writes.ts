import type { Fields } from "../kit/body.ts";
import { readFields, readText } from "../kit/body.ts";
import type { Exchange, Operation } from "../kit/operations.ts";
import type { SonarlyPermission } from "./guards.ts";
import type { SonarlyRoute } from "./route.ts";
import { checkAudience } from "./route.ts";
import { sonarlyId } from "./seed.ts";
import { blankAudience, writeAudience } from "./state.ts";

/**
 * `POST …/audiences` (audiences-create). `Idempotency-Key` is "not supported": sent twice, it makes
 * two. Whether names are unique or limited is not documented: they are neither here.
 */
export const createAudience = (route: SonarlyRoute): Operation<SonarlyPermission> => ({
  name: "create",
  method: "POST",
  path: "/accounts/:accountGroupId/audiences",
  scope: "audiences:write",
  async handle(exchange) {
    const { state, envelopes, issuer, now, times } = route;
    const fields = await requireFields(exchange, route);
    const name = readText(fields["name"]) ?? invalid(route, "name is required.");
    const { type } = fields;
    if (type !== "on_demand" && type !== "monitoring")
      return invalid(route, "type must be on_demand or monitoring.");
    const description = readDescription(fields, route) ?? null;
    const createdAt = now();
    const id = issuer.next((random) => sonarlyId(random, createdAt));
    const group = exchange.parameter("accountGroupId");
    const blank = blankAudience(id, group, createdAt);
    const audience = state.audiences.add({
      ...blank,
      name,
      type,
      description,
      listed: times.listed <= 0,
    });
    state.timeline.plan(id, [{ at: createdAt + times.listed, changes: { listed: true } }]);
    return envelopes.success(writeAudience(audience), 201);
  },
});

/** `PATCH …/audiences/{audienceId}` (audiences-update): a name, a description, or both. */
export const updateAudience = (route: SonarlyRoute): Operation<SonarlyPermission> => ({
  name: "update",
  method: "PATCH",
  path: "/accounts/:accountGroupId/audiences/:audienceId",
  scope: "audiences:write",
  async handle(exchange) {
    const fields = await requireFields(exchange, route);
    const description = readDescription(fields, route);
    const name = "name" in fields ? (readText(fields["name"]) ?? null) : undefined;
    if (name === null) return invalid(route, "name must not be empty.");
    if (name === undefined && description === undefined)
      return invalid(route, "name or description is required.");
    const { id } = checkAudience(exchange, route);
    const updated = route.state.audiences.update(id, {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
    });
    return route.envelopes.success(writeAudience(updated));
  },
});

/** `DELETE …/audiences/{audienceId}` (audiences-delete): 200 and not 204; 404 from then on. */
export const deleteAudience = (route: SonarlyRoute): Operation<SonarlyPermission> => ({
  name: "delete",
  method: "DELETE",
  path: "/accounts/:accountGroupId/audiences/:audienceId",
  scope: "audiences:write",
  handle(exchange) {
    route.state.audiences.remove(checkAudience(exchange, route).id);
    return route.envelopes.success({ deleted: true });
  },
});

const requireFields = async (exchange: Exchange, route: SonarlyRoute): Promise<Fields> =>
  (await readFields(exchange)) ?? invalid(route, "The body must be a JSON object.");

/** Null takes it away, which no page says or denies; undefined = not sent. */
function readDescription(fields: Fields, route: SonarlyRoute): string | null | undefined {
  const { description } = fields;
  if (description === undefined || description === null) return description;
  return typeof description === "string"
    ? description
    : invalid(route, "description must be a text.");
}

const invalid = ({ envelopes }: SonarlyRoute, message: string): never =>
  envelopes.refuse(400, "VALIDATION_ERROR", message);
