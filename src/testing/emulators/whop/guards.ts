import type { IssuedKey, KeyRing } from "../kit/keys.ts";
import { createLimiter } from "../kit/limiter.ts";
import type { Exchange, Operation } from "../kit/operations.ts";
import type { Settings } from "../options.ts";
import { refuseWhop } from "./errors.ts";

export type WhopScope = "audience:basic:read" | "audience:update";

export const whopScopes: readonly WhopScope[] = ["audience:basic:read", "audience:update"];

/** The dates named in Whop's docs and SDKs (docs.whop.com/developer/api/versioning). */
export const knownVersionDates: readonly string[] = [
  "2025-01-01",
  "2026-07-08-1",
  "2026-07-20",
  "2026-08-21-1",
  "2026-09-22-3",
];

type Guard = (exchange: Exchange, operation: Operation<WhopScope>) => void;

/** The checks before every operation: key, rate, scope, version. */
export function whopGuards(
  keys: KeyRing<WhopScope>,
  { rateLimits, rateLimit, clock }: Settings,
): readonly Guard[] {
  // 600 a minute per operation and credential (docs.whop.com/developer/troubleshooting).
  const limiter = createLimiter(rateLimit ?? { requests: 600, seconds: 60 });
  const credential = (exchange: Exchange): IssuedKey<WhopScope> =>
    keys.bearer(exchange.header("authorization")) ??
    refuseWhop(401, "unauthorized", "The access token is missing or invalid.");

  return [
    (exchange, operation) => {
      const { key, scopes } = credential(exchange);
      const wait = rateLimits ? limiter.take(`${operation.name} ${key}`, clock.now()) : 0;
      // The wait is told in the text only: no Retry-After is promised.
      if (wait > 0) {
        const seconds = Math.ceil(wait / 1000);
        refuseWhop(
          429,
          "rate_limit_exceeded",
          `Rate limit exceeded. Try again in ${seconds} seconds.`,
        );
      }
      if (operation.scope !== undefined && !scopes.has(operation.scope)) {
        refuseWhop(403, "insufficient_scope", `This token lacks the scope ${operation.scope}.`);
      }
    },
    ({ header }) => {
      const version = header("api-version-date");
      if (version === undefined || knownVersionDates.includes(version)) return;
      refuseWhop(
        400,
        "invalid_request",
        `Unknown Api-Version-Date "${version}". Known versions: ${knownVersionDates.join(", ")}.`,
      );
    },
  ];
}
