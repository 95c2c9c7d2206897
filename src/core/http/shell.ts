import type * as z from "zod";

import type { CallContext } from "../call-context.ts";
import type { AudienceError } from "../errors.ts";
import type { HttpRequest } from "../http.ts";

/** What the endpoints need of the part that sends. */
export interface Transport<Request = HttpRequest, Context extends CallContext = CallContext> {
  json(request: Request, context: Context): Promise<unknown>;
  /** The error for a 2xx whose body is not what was asked for. */
  misfit(body: unknown, issue: string, context: CallContext, request: Request): AudienceError;
  /** The vendor's own refusal, where a 2xx holds one. */
  refusalIn(body: unknown, context: CallContext): AudienceError | undefined;
  /** Makes a vendor's text fit for a diagnostic. */
  clean(text: string): string;
}

/** Sends a request and reads the outer part of its answer. */
export type ReadShell<Request, Context> = <Shell extends z.ZodType>(
  request: Request,
  schema: Shell,
  context: Context,
) => Promise<z.infer<Shell>>;

export function firstIssue(
  error: z.ZodError,
  at: string,
): { readonly path: string; readonly message: string } {
  const issue = error.issues[0];
  const path = [at, ...(issue?.path ?? []).map(String)].filter((part) => part !== "").join(".");
  return { path: path === "" ? "the body" : path, message: issue?.message ?? "has another shape" };
}

export function createShellReader<Request, Context extends CallContext>({
  json,
  misfit,
  refusalIn,
}: Transport<Request, Context>): ReadShell<Request, Context> {
  return async (request, schema, context) => {
    const body = await json(request, context);
    const shell = schema.safeParse(body);
    if (!shell.success) {
      const issue = firstIssue(shell.error, "");
      throw misfit(body, `${issue.path}: ${issue.message}`, context, request);
    }
    // An error with an empty page in the same body is no empty list.
    const refused = refusalIn(body, context);
    if (refused !== undefined) {
      throw refused;
    }
    return shell.data;
  };
}
