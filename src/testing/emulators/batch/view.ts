import type { Operation } from "../kit/operations.ts";
import { refuseBatch } from "./errors.ts";
import type { BatchScope } from "./guards.ts";
import type { BatchState } from "./state.ts";
import { writeAudience } from "./state.ts";

/**
 * `GET /audiences/view?name=` (doc.batch.com/developer/api/cep/audiences/view); the one audience
 * route that documents 404.
 */
export const viewAudience = ({ state }: { readonly state: BatchState }): Operation<BatchScope> => ({
  name: "view",
  method: "GET",
  path: "/audiences/view",
  handle({ query }) {
    const name = query("name");
    if (name === undefined || name === "")
      return refuseBatch(400, "MISSING_PARAMETER", "The parameter name is missing.");
    const audience =
      state.audiences.get(name) ??
      refuseBatch(404, "AUDIENCE_NOT_FOUND", `There is no audience "${name}".`);
    return Response.json(writeAudience(audience));
  },
});
