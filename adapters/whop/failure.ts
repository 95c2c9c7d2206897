import * as z from "zod";

import type { Failure } from "../../src/core/adapter.ts";

/** Every good page is asked, too: one without an error fits as well, because a misfit costs an error to tell it. */
const failure = z.lazy(() =>
  z.object({
    error: z
      .object({
        type: z.string().nullish(),
        code: z.string().nullish(),
        message: z.string().nullish(),
      })
      .nullish(),
  }),
);

/** Between looks at whether the first request under a key has ended, in ms. */
const whileRunning = 2000;
const waitInMessage = /\b(\d{1,5}) seconds?\b/;

/** Errors carry `type`, `code` or both; a 429 says how long to wait in its message only. */
export function readFailure(body: unknown): Failure | undefined {
  const error = failure.safeParse(body).data?.error ?? undefined;
  const code = error?.code ?? error?.type ?? undefined;
  const message = error?.message ?? undefined;
  const wait = code === "rate_limit_exceeded" ? waitInMessage.exec(message ?? "") : null;
  const running = code === "idempotency_request_in_progress" ? whileRunning : undefined;
  return error && { code, message, retryAfter: wait ? Number(wait[1]) * 1000 : running };
}
