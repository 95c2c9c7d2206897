import type { Operation } from "../kit/operations.ts";
import { findAudience, indexingStateOf } from "./content.ts";
import { refuseBatch } from "./errors.ts";
import type { BatchScope } from "./guards.ts";
import type { BatchState } from "./state.ts";
import { writeAudience } from "./state.ts";

interface BatchViewOptions {
  readonly state: BatchState;
  readonly now: () => number;
}

/**
 * `GET /audiences/view?name=` (doc.batch.com/developer/api/cep/audiences/view); the one audience
 * route that documents 404. With `indexing_token` the state is that of the change it was given for,
 * without it that of the latest; a token of another audience has no documented answer.
 */
export const viewAudience = ({ state, now }: BatchViewOptions): Operation<BatchScope> => ({
  name: "view",
  method: "GET",
  path: "/audiences/view",
  handle({ query }) {
    const name = query("name");
    if (name === undefined || name === "")
      return refuseBatch(400, "MISSING_PARAMETER", "The parameter name is missing.");
    const audience =
      findAudience(state, name, now()) ??
      refuseBatch(404, "AUDIENCE_NOT_FOUND", `There is no audience "${name}".`);
    const token = query("indexing_token");
    if (token === undefined) return Response.json(writeAudience(audience));
    const indexingState =
      indexingStateOf(state.contents.get(name), token, now()) ??
      refuseBatch(400, "INVALID_PARAMETER", "indexing_token is not one of this audience.");
    return Response.json(writeAudience({ ...audience, indexingState }));
  },
});
