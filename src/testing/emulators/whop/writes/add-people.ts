import type { Operation } from "../../kit/operations.ts";
import { refuseState } from "../errors.ts";
import type { WhopScope } from "../guards.ts";
import { writeAudience } from "../record.ts";
import { assumedMapping } from "../sources.ts";
import type { WriteRoutes } from "./routes.ts";
import { requireAudience, requireContents, requireFields } from "./routes.ts";
import { takeFile } from "./take.ts";

/**
 * `POST /audiences/{id}/add_people` (api-reference/audiences/add-people): a further file under the
 * mapping the audience was made with. Its page calls the answer "upload accepted" and shows no
 * status: 202 here. The record in it is the one of before, since the work begins later.
 */
export const addPeople = (routes: WriteRoutes): Operation<WhopScope> => ({
  name: "addPeople",
  method: "POST",
  path: "/audiences/:id/add_people",
  scope: "audience:update",
  async handle(exchange) {
    const { state, now, times, generation } = routes;
    const fields = await requireFields(exchange);
    const audience = requireAudience(exchange, routes);
    if (audience.audienceType !== "custom" || audience.sourceType !== "csv_upload")
      refuseState("People can be added to custom audiences of uploaded files only.");
    // What the documented 409 is for is not said: one file at a time here.
    if (state.timeline.pending(audience.id).length > 0)
      refuseState("This audience is still being worked on.");
    const mapping = state.sources.get(audience.id)?.mapping ?? assumedMapping;
    const { file, contents } = requireContents(exchange, routes, fields["file_id"], mapping);
    takeFile(routes, audience, { fileId: file.id, contents, mapping }, now() + times.lag);
    return Response.json(writeAudience(state.audiences.get(audience.id) ?? audience, generation), {
      status: 202,
    });
  },
});
