import { amended } from "../amended.ts";
import { isAudienceError } from "../errors.ts";
import type { Connection } from "../http/connection.ts";
import type { Transport } from "../http/shell.ts";
import type { HttpRequest } from "../http.ts";
import type { WriteContext } from "./contract.ts";
import { jsonOf } from "./json-list.ts";
import { untilGone, writeFailure } from "./lost-write.ts";

/** Changes something at the vendor, or prepares it. */
export interface WriteRequest extends Omit<HttpRequest, "method"> {
  /** @default "GET", to look at what was prepared */
  readonly method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Whether it may be sent again after an unclear answer. @default true for GET, false for all others */
  readonly idempotent?: boolean;
  /** Sends an Idempotency-Key, made of the write's own and this word; so it may be sent again. @default none */
  readonly keyedAs?: string;
  /** Whether it does what the caller asked for, and not only prepares it. @default true for all but GET */
  readonly writes?: boolean;
  /** Whether a repeat that finds nothing any more has done its work, as of a delete. @default false */
  readonly goneIsDone?: boolean;
}

export type WriteTransport = Transport<WriteRequest, WriteContext>;

/** Where fetch itself refuses a redirect, it says so as it says that a connection broke. */
const isRedirected = (error: unknown): boolean =>
  isAudienceError(error) &&
  error.code === "network" &&
  error.cause instanceof Error &&
  /redirect/i.test(error.cause.message);

/** Sends what writes: under a key where there is one, and with what is not known of it where its answer is lost. */
export function createWriteTransport(connection: Connection): WriteTransport {
  const { judge, transport, attempts, persist } = connection;
  return {
    async json({ method = "GET", body, keyedAs, idempotent, goneIsDone, ...rest }, context) {
      const writes = rest.writes ?? method !== "GET";
      const key = keyedAs === undefined ? undefined : context.idempotencyKey;
      const headers = {
        ...rest.headers,
        ...(key !== undefined && { "idempotency-key": `${key}/${keyedAs}` }),
      };
      const text = body === undefined ? undefined : jsonOf(body);
      const attempt = attempts({ ...rest, method, headers, body: text }, context);
      const send: typeof attempt = async (...times) => {
        try {
          return await attempt(...times);
        } catch (error) {
          throw isRedirected(error)
            ? judge.refuse({ status: 0, headers: new Headers() }, context)
            : error;
        }
      };
      // Some do not heed the key. Who keeps a journal looks before it repeats.
      const heeded = key !== undefined && !(writes && context.journal !== undefined);
      const repeatable = idempotent ?? (heeded || method === "GET");
      try {
        return await persist(
          { run: goneIsDone === true ? untilGone(send) : send, repeatable },
          context,
        );
      } catch (error) {
        throw writes && isAudienceError(error)
          ? writeFailure(error, { repeatable, idempotencyKey: key })
          : error;
      }
    },
    misfit(body, issue, context, request) {
      const error = judge.misfit(body, issue, context);
      if ((request.method ?? "GET") === "GET" || error.code !== "invalid_response") {
        return error;
      }
      // A write that was answered with 2xx and cannot be read was most likely done.
      const message = `${error.message} The vendor took the write; look before you repeat it.`;
      return amended(error, message, { ambiguous: true });
    },
    refusalIn: judge.refusalIn,
    clean: transport.clean,
  };
}
