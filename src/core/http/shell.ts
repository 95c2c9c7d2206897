import type * as z from "zod";

import type { CallContext } from "../call-context.ts";
import { amended } from "../errors.ts";
import type { AudienceError } from "../errors.ts";
import type { HttpRequest } from "../http.ts";

/** What the endpoints need of the part that sends. */
export interface Transport {
  json(request: HttpRequest, context: CallContext): Promise<unknown>;
  /** The error for a 2xx whose body is not what was asked for. */
  misfit(body: unknown, issue: string, context: CallContext): AudienceError;
  /** The vendor's own refusal, where a 2xx holds one. */
  refusalIn(body: unknown, context: CallContext): AudienceError | undefined;
  /** Makes a vendor's text fit for a diagnostic. */
  clean(text: string): string;
}

/** Sends a request and reads the outer part of its answer. */
export type ReadShell = <Shell extends z.ZodType>(
  request: HttpRequest,
  schema: Shell,
  context: CallContext,
) => Promise<z.infer<Shell>>;

export function firstIssue(
  error: z.ZodError,
  at: string,
): { readonly path: string; readonly message: string } {
  const issue = error.issues[0];
  const path = [at, ...(issue?.path ?? []).map(String)].filter((part) => part !== "").join(".");
  return { path: path === "" ? "the body" : path, message: issue?.message ?? "has another shape" };
}

/** A write that was answered with 2xx and cannot be read was most likely done. */
export function unreadable(error: AudienceError, { method = "GET" }: HttpRequest): AudienceError {
  if (method === "GET" || error.code !== "invalid_response") {
    return error;
  }
  const message = `${error.message} The vendor took the write; look before you repeat it.`;
  return amended(error, message, { ambiguous: true });
}

export function createShellReader({ json, misfit, refusalIn }: Transport): ReadShell {
  return async (request, schema, context) => {
    const body = await json(request, context);
    const shell = schema.safeParse(body);
    if (!shell.success) {
      const issue = firstIssue(shell.error, "");
      throw unreadable(misfit(body, `${issue.path}: ${issue.message}`, context), request);
    }
    // An error with an empty page in the same body is no empty list.
    const refused = refusalIn(body, context);
    if (refused !== undefined) {
      throw refused;
    }
    return shell.data;
  };
}
