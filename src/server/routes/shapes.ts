import { z } from "@hono/zod-openapi";

import { parseDuration } from "../../core/duration.ts";
import { errorModel } from "../model.ts";
import type { ErrorView } from "../model.ts";

export interface Answer<Model extends z.ZodType> {
  readonly content: { readonly "application/json": { readonly schema: Model } };
  readonly description: string;
}

export function json<Model extends z.ZodType>(schema: Model, description: string): Answer<Model> {
  return { content: { "application/json": { schema } }, description };
}

type Refusal = Answer<z.ZodType<ErrorView>>;

/** What any question can be refused with. */
export const refusals: { readonly 400: Refusal; readonly 401: Refusal; readonly 403: Refusal } = {
  400: json(errorModel, "A parameter cannot be understood."),
  401: json(errorModel, "The server wants its token."),
  403: json(errorModel, "Asked by another site, or under a name that is not this server's."),
};

export const missing: { readonly 404: Refusal } = {
  404: json(errorModel, "The history has none of that name."),
};

export const name: z.ZodString = z.string().min(1).max(200);
export const id: z.ZodString = z.string().min(1).max(2000);
export const token: z.ZodOptional<z.ZodString> = z
  .string()
  .max(8000)
  .describe("Goes on where a page ended.")
  .optional();

/** Takes `7d` and gives milliseconds. */
export function duration(usual: string): z.ZodType<number, string | undefined> {
  return z
    .string()
    .max(10)
    .default(usual)
    .transform((text, context) => {
      const value = parseDuration(text);
      if (value === undefined) {
        context.addIssue({ code: "custom", message: "must be a duration such as 7d, 12h or 30m" });
        return z.NEVER;
      }
      return value;
    })
    .openapi({ type: "string", pattern: "^[0-9]{1,6}[smhdw]$", default: usual, example: usual });
}

/** Items of a page. */
export function sizeOf(usual: number): z.ZodType<number> {
  return z.coerce
    .number()
    .pipe(z.int().min(1).max(10_000))
    .default(usual)
    .openapi({ type: "integer", minimum: 1, maximum: 10_000, default: usual });
}
