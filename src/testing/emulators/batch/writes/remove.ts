import type { Operation } from "../../kit/operations.ts";
import type { WriteRoutes } from "../content.ts";
import { newToken } from "../content.ts";
import type { BatchScope } from "../guards.ts";
import { accepted, requireAudience, requireFields } from "./routes.ts";

/**
 * `POST /audiences/remove` (cep/audiences/remove): the audience itself, in use or not. It is gone at
 * once here, and a second time it is not found, as with every write.
 */
export const removeAudience = (routes: WriteRoutes): Operation<BatchScope> => ({
  name: "remove",
  method: "POST",
  path: "/audiences/remove",
  async handle(exchange) {
    const { name } = requireAudience(await requireFields(exchange), routes);
    routes.state.audiences.remove(name);
    routes.state.contents.delete(name);
    return accepted(newToken(routes.issuer));
  },
});
