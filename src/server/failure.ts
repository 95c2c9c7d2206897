import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";

import type { ErrorView } from "./model.ts";

const codes: Readonly<Record<number, string>> = {
  400: "invalid_argument",
  401: "authentication",
  403: "permission",
  404: "not_found",
  405: "method_not_allowed",
  413: "too_large",
  429: "rate_limited",
};

/** A refusal to be thrown; what answers errors puts it into the shape that all refusals have. */
export function refusal(status: 400 | 404, message: string): HTTPException {
  return new HTTPException(status, { message });
}

/** A refusal in the one shape that all of them have. */
export function refuse(
  context: Context,
  status: HTTPException["status"],
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body: ErrorView = { error: { code: codes[status] ?? "internal", message } };
  return context.json(body, status, headers);
}
