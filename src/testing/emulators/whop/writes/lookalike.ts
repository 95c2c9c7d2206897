import type { Fields } from "../../kit/body.ts";
import { refuseRequest } from "../errors.ts";
import { whopId } from "../seed.ts";
import type { WhopAudience } from "../state.ts";
import { blankAudience } from "../state.ts";
import { platformId } from "../upload.ts";
import type { WriteRoutes } from "./routes.ts";

/**
 * A ladder of 1 to 6 audiences that share 1 to 20 percent evenly, from a ready custom audience with
 * 100 matched people (`@whop/sdk` 0.0.42, `AudienceCreateParams`). Their status is not documented:
 * they are ready at once here.
 */
export function createLookalikes(
  fields: Fields,
  { state, issuer, now }: WriteRoutes,
): readonly WhopAudience[] {
  const count = whole(fields, "count", 6);
  const percentage = whole(fields, "percentage", 20);
  if (percentage % count !== 0) refuseRequest("percentage must be divisible by count.");
  const source = state.audiences.get(String(fields["source_audience_id"]));
  if (
    source === undefined ||
    source.status !== "ready" ||
    source.audienceType !== "custom" ||
    source.matchedRows < 100
  )
    return refuseRequest(
      "source_audience_id must be a ready custom audience with at least 100 matched people.",
    );
  // Whole percents first: 3 bands of 5 % are 0.15, and 3 × 0.05 is not.
  const ratio = (bands: number): number => (bands * (percentage / count)) / 100;
  return Array.from({ length: count }, (_, index) =>
    state.audiences.add({
      ...blankAudience(issuer.next(whopId), now()),
      name: `Lookalike of ${source.name} (${Math.round(ratio(index + 1) * 100)} %)`,
      audienceType: "lookalike",
      sourceType: null,
      sourceAudienceId: source.id,
      lookalikeRatio: ratio(index + 1),
      lookalikeStartingRatio: index === 0 ? null : ratio(index),
      platformAudienceIds: [issuer.next(platformId)],
    }),
  );
}

function whole(fields: Fields, name: string, maximum: number): number {
  const value = fields[name];
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= maximum
    ? value
    : refuseRequest(`${name} must be a whole number from 1 to ${maximum}.`);
}
