import type { Operation } from "../../kit/operations.ts";
import type { WhopScope } from "../guards.ts";
import type { WriteRoutes } from "./routes.ts";
import { requireAudience } from "./routes.ts";

/**
 * `DELETE /audiences/{audience_id}` (delete-audience): 200 and `success`, at any status. Nothing
 * says what the second one is answered: 404 here, as for any audience that is not there.
 */
export const deleteAudience = (routes: WriteRoutes): Operation<WhopScope> => ({
  name: "delete",
  method: "DELETE",
  path: "/audiences/:id",
  scope: "audience:update",
  handle(exchange) {
    const { id } = requireAudience(exchange, routes);
    routes.state.audiences.remove(id);
    routes.state.sources.delete(id);
    return Response.json({ success: true });
  },
});
