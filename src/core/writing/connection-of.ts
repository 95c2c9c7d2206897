import { invalidArgument } from "../errors.ts";
import { connections } from "../http/connection.ts";
import type { Connection } from "../http/connection.ts";

/** @throws AudienceError `invalid_argument` for what `createHttp` did not give */
export function connectionOf(http: object): Connection {
  const connection = connections.get(http);
  if (connection === undefined) {
    throw invalidArgument("http must be what createHttp returned.");
  }
  return connection;
}
