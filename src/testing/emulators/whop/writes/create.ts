import type { Fields } from "../../kit/body.ts";
import { readText } from "../../kit/body.ts";
import type { Exchange, Operation } from "../../kit/operations.ts";
import { checkAccount } from "../account.ts";
import { refuseRequest } from "../errors.ts";
import type { WhopScope } from "../guards.ts";
import { writeAudience } from "../record.ts";
import { whopId } from "../seed.ts";
import type { WhopAudience } from "../state.ts";
import { blankAudience } from "../state.ts";
import { createLookalikes } from "./lookalike.ts";
import type { WriteRoutes } from "./routes.ts";
import { readMapping, requireContents, requireFields } from "./routes.ts";
import { takeFile } from "./take.ts";

/**
 * `POST /audiences` (create-audience): 201 with the audience, which Whop then works on; of
 * lookalikes several are made at once.
 */
export const createAudience = (routes: WriteRoutes): Operation<WhopScope> => ({
  name: "create",
  method: "POST",
  path: "/audiences",
  scope: "audience:update",
  async handle(exchange) {
    const { state, generation } = routes;
    const fields = await requireFields(exchange);
    checkAccount(fields["account_id"], state.accountId);
    if (kindOf(fields) === "lookalike") {
      const data = createLookalikes(fields, routes);
      return Response.json(
        { data: data.map((audience) => writeAudience(audience, generation)) },
        { status: 201 },
      );
    }
    const audience = createFromFile(exchange, fields, routes);
    return Response.json(writeAudience(audience, generation), { status: 201 });
  },
});

/** Given filters or engagement rules, Whop makes another kind; this emulator makes none of those. */
function kindOf(fields: Fields): "custom" | "lookalike" {
  const type = fields["audience_type"] ?? "custom";
  if (type !== "custom" && type !== "lookalike")
    return refuseRequest("audience_type must be custom or lookalike.");
  const source = fields["source_type"] ?? "csv_upload";
  const rules = fields["filters"] ?? fields["engagement"] ?? null;
  if (source !== "csv_upload" || rules !== null)
    refuseRequest("Only audiences of uploaded files can be made here.");
  return type;
}

function createFromFile(exchange: Exchange, fields: Fields, routes: WriteRoutes): WhopAudience {
  const { state, issuer, now } = routes;
  const name = readText(fields["name"]) ?? refuseRequest("name is required.");
  const mapping = readMapping(fields["column_mapping"]);
  const { file, contents } = requireContents(exchange, routes, fields["file_id"], mapping);
  const before = state.audiences.add({
    ...blankAudience(issuer.next(whopId), now()),
    name,
    status: "pending",
    progressPercent: 0,
  });
  takeFile(routes, before, { fileId: file.id, contents, mapping }, now());
  return state.audiences.get(before.id) ?? before;
}
