import { startInstant } from "../kit/clock.ts";
import type { Random } from "../kit/random.ts";
import { alphanumerics } from "../kit/random.ts";
import { creationInstants, touchedAfter } from "../seed/figures.ts";
import { listNames } from "../seed/names.ts";
import type { WhopAudience } from "./state.ts";
import { blankAudience } from "./state.ts";
import { platformId, uploaded } from "./upload.ts";

/** The contract masks an id as adaud_ and 13 characters (list-audiences). */
export const whopId = (random: Random): string => `adaud_${random.text(13, alphanumerics)}`;

const kinds = [
  "ready",
  "partial",
  "processing",
  "failed",
  "lookalike",
  "syncing",
  "pending",
  "people_filter",
  "engagement",
] as const;
type Kind = (typeof kinds)[number];

/** So many audiences: every status and kind once, then as they come in a real account. */
export function seedWhop(random: Random, size: number): readonly WhopAudience[] {
  const instants = creationInstants(random, size);
  const seeded: WhopAudience[] = [];
  for (const [index, { name }] of listNames(random, size).entries()) {
    const createdAt = instants[index] ?? startInstant;
    const updatedAt = touchedAfter(random, createdAt);
    const source = seeded.find(isLookalikeSource);
    seeded.push({
      ...blankAudience(whopId(random), createdAt),
      name,
      updatedAt,
      ...described(random, kinds[index] ?? someKind(random), updatedAt, source),
    });
  }
  return seeded;
}

function someKind(random: Random): Kind {
  const share = random.fraction();
  if (share < 0.62) return "ready";
  if (share < 0.74) return "partial";
  if (share < 0.78) return "failed";
  if (share < 0.86) return "lookalike";
  return random.pick(["pending", "processing", "syncing", "people_filter", "engagement"]);
}

/**
 * A ready custom audience with at least 100 matched people (`@whop/sdk` 0.0.42,
 * `AudienceCreateParams`).
 */
const isLookalikeSource = ({ status, audienceType, matchedRows }: WhopAudience): boolean =>
  status === "ready" && audienceType === "custom" && matchedRows >= 100;

function described(
  random: Random,
  kind: Kind,
  updatedAt: number,
  source: WhopAudience | undefined,
): Partial<WhopAudience> {
  if (kind === "lookalike") return lookalike(random, source);
  if (kind === "engagement") return engagement(random);
  if (kind === "people_filter") return { ...uploaded(random, "ready"), ...filtered(updatedAt) };
  return uploaded(random, kind);
}

/**
 * Rows of a lookalike are always 0; the first band has no lower end (`@whop/sdk` 0.0.42,
 * `Audience`).
 */
function lookalike(random: Random, source: WhopAudience | undefined): Partial<WhopAudience> {
  const band = random.integer(0, 2);
  return {
    audienceType: "lookalike",
    sourceType: null,
    sourceAudienceId: source?.id ?? null,
    lookalikeRatio: (band + 1) * 0.02,
    lookalikeStartingRatio: band === 0 ? null : band * 0.02,
    platformAudienceIds: [platformId(random)],
  };
}

/**
 * Its rows are always 0 too; ready means that the rules exist on Meta
 * (docs.whop.com/api-reference/audiences). The account is `social_account_id` up to 2026-09-22-3,
 * the newest version there is here, and `external_account_id` only afterwards.
 */
const engagement = (random: Random): Partial<WhopAudience> => ({
  sourceType: "engagement",
  engagement: {
    platform: "meta",
    include: [
      {
        type: "instagram_profile",
        social_account_id: `sacc_${random.text(13, alphanumerics)}`,
        retention_days: 90,
      },
    ],
    exclude: [],
  },
  platformAudienceIds: [platformId(random)],
});

const filtered = (refreshedAt: number): Partial<WhopAudience> => ({
  sourceType: "people_filter",
  filters: { country: ["DE", "AT"], has_purchased: true, last_seen_within_days: 90 },
  autoRefresh: true,
  lastRefreshedAt: refreshedAt,
});
