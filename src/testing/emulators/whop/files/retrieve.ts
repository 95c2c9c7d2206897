import type { Operation } from "../../kit/operations.ts";
import { refuseWhop } from "../errors.ts";
import type { WhopScope } from "../guards.ts";
import { uploadStatus } from "./file.ts";
import type { FileRoutes } from "./routes.ts";
import { filesGeneration, ownFile } from "./routes.ts";
import { writeFile } from "./write.ts";

/**
 * `GET /files/{id}`: for the credential that made it; 404 for every other is inferred, since
 * nothing names a 403.
 */
export const retrieveFile = (routes: FileRoutes): Operation<WhopScope> => ({
  name: "getFile",
  method: "GET",
  path: "/files/:id",
  handle(exchange) {
    const file =
      ownFile(exchange, exchange.parameter("id"), routes.files) ??
      refuseWhop(404, "not_found", "This file was not found, or this token cannot see it.");
    const status = uploadStatus(file, routes.now(), routes.lookingTime);
    return Response.json(writeFile(file, status, filesGeneration(exchange, routes), null));
  },
});
