import type { KeyRing } from "../kit/keys.ts";
import { createLimiter } from "../kit/limiter.ts";
import type { Exchange } from "../kit/operations.ts";
import type { Settings } from "../options.ts";
import { refuseBatch } from "./errors.ts";

/** Batch has one key for a whole company and no scopes. */
export type BatchScope = never;

/** The checks before every operation: key, project, rate. */
export function batchGuards(
  keys: KeyRing<BatchScope>,
  projectKey: string,
  settings: Settings,
): readonly ((exchange: Exchange) => void)[] {
  const { rateLimits, rateLimit, clock } = settings;
  // One request a second per project: two clients' documentation agree; no official page was seen.
  const limiter = createLimiter(rateLimit ?? { requests: 1, seconds: 1 });
  return [
    ({ header }) => {
      // cep/audiences/list, 401: "The Rest API Key is not valid for this project", so a wrong
      // project ends here too.
      if (
        keys.bearer(header("authorization")) === undefined ||
        header("x-batch-project") !== projectKey
      ) {
        refuseBatch(
          401,
          "AUTHENTICATION_INVALID",
          "The REST API key is not valid for this project.",
        );
      }
      const wait = rateLimits ? limiter.take(projectKey, clock.now()) : 0;
      // No page names Retry-After or any rate header.
      if (wait > 0) refuseBatch(429, "TOO_MANY_REQUESTS", "Too many requests. Try again later.");
    },
  ];
}
