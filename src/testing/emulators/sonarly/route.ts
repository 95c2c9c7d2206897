import type { Position } from "../kit/collection.ts";
import type { Issuer } from "../kit/issuer.ts";
import type { OverLimit, PageLimits, Pager } from "../kit/listing.ts";
import { readPageSize } from "../kit/listing.ts";
import type { Exchange } from "../kit/operations.ts";
import type { Envelopes } from "./envelope.ts";
import type { SonarlyAudience, SonarlyState } from "./state.ts";

/** What Sonarly's routes work with. */
export interface SonarlyRoute {
  readonly state: SonarlyState;
  readonly envelopes: Envelopes;
  readonly pager: Pager;
  readonly pageLimits: PageLimits;
  readonly overLimit: OverLimit;
  readonly seed: number;
  readonly prospectEmails: boolean;
  readonly issuer: Issuer;
  readonly now: () => number;
  readonly times: Required<SonarlyTimes>;
}

/** How long Sonarly takes over things, in milliseconds on the emulator's clock. */
export interface SonarlyTimes {
  /**
   * From the creation of an audience until it is listed: the list shows only audiences that are
   * ready, and nothing says when a new one is. Infinity = never.
   * @default 0
   */
  readonly listed?: number;
}

/** `limit`, declared a number; what is not one is a 400 VALIDATION_ERROR. */
export function checkLimit(
  { query }: Exchange,
  { pageLimits, overLimit, envelopes }: SonarlyRoute,
): number {
  const asked = query("limit");
  const message = `limit must be a whole number from 1 to ${pageLimits.maximum}, not "${asked}".`;
  return (
    readPageSize(asked, pageLimits, overLimit) ?? envelopes.refuse(400, "VALIDATION_ERROR", message)
  );
}

export function checkCursor(
  exchange: Exchange,
  list: string,
  { pager, envelopes }: SonarlyRoute,
): Position | undefined {
  const start = pager.start(exchange, list);
  if (start === "invalid") return envelopes.refuse(400, "VALIDATION_ERROR", "cursor is not valid.");
  if (start === "expired") return envelopes.refuse(400, "VALIDATION_ERROR", "cursor has expired.");
  return start;
}

/**
 * The audience of the path: 404 where there is none, 409 while a job is filling it (audiences-get,
 * audiences-prospects-list).
 */
export function checkAudience(
  { parameter }: Exchange,
  { state, envelopes }: SonarlyRoute,
): SonarlyAudience {
  const audience = state.audiences.get(parameter("audienceId"));
  if (audience === undefined || audience.accountGroupId !== parameter("accountGroupId")) {
    return envelopes.refuse(404, "NOT_FOUND", "The audience was not found.");
  }
  if (audience.filling) {
    return envelopes.refuse(
      409,
      "AUDIENCE_NOT_READY",
      "The audience is still being populated by an active prospecting job.",
    );
  }
  return audience;
}
