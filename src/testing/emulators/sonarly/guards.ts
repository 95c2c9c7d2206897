import type { KeyRing } from "../kit/keys.ts";
import { createLimiter } from "../kit/limiter.ts";
import type { Exchange, Operation } from "../kit/operations.ts";
import type { Settings } from "../options.ts";
import type { Envelopes } from "./envelope.ts";
import type { SonarlyState } from "./state.ts";

export type SonarlyPermission =
  | "audiences:read"
  | "audiences:write"
  | "prospects:read"
  | "prospecting:read"
  | "prospecting:write";

export const sonarlyPermissions: readonly SonarlyPermission[] = [
  "audiences:read",
  "audiences:write",
  "prospects:read",
  "prospecting:read",
  "prospecting:write",
];

interface Parts {
  readonly keys: KeyRing<SonarlyPermission>;
  readonly state: SonarlyState;
  readonly envelopes: Envelopes;
  readonly settings: Settings;
}

/** The checks before every operation: key, rate, account group, permission. */
export function sonarlyGuards({
  keys,
  state,
  envelopes,
  settings,
}: Parts): readonly ((exchange: Exchange, operation: Operation<SonarlyPermission>) => void)[] {
  const { rateLimits, rateLimit, clock } = settings;
  // Sonarly documents a 429 and no numbers: two a second is this emulator's choice.
  const limiter = createLimiter(rateLimit ?? { requests: 120, seconds: 60 });
  return [
    ({ header, parameter }, operation) => {
      const issued =
        keys.bearer(header("authorization")) ??
        envelopes.refuse(401, "UNAUTHORIZED", "The API key is missing, invalid or revoked.");
      const wait = rateLimits ? limiter.take(issued.key, clock.now()) : 0;
      if (wait > 0) envelopes.refuse(429, "RATE_LIMITED", "Too many requests.");
      // The list documents 403 and no 404, so an account group that is not the key's is a matter
      // of permission.
      const group = parameter("accountGroupId");
      if (group !== "" && !state.accountGroups.some(({ id }) => id === group)) {
        envelopes.refuse(403, "FORBIDDEN", "This API key has no access to this account group.");
      }
      if (operation.scope !== undefined && !issued.scopes.has(operation.scope)) {
        envelopes.refuse(403, "FORBIDDEN", `This API key lacks the permission ${operation.scope}.`);
      }
    },
  ];
}
