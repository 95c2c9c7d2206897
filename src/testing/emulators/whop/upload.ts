import type { Random } from "../kit/random.ts";
import { listSize } from "../seed/figures.ts";
import type { WhopAudience, WhopMatchRate, WhopStatus } from "./state.ts";

/** An id of Meta's, as in the sample of docs.whop.com, audiences/audience. */
export const platformId = (random: Random): string => `1202${random.text(14, "0123456789")}`;

/** The figures of an uploaded list, agreeing with its status. */
export const uploaded = (random: Random, status: WhopStatus): Partial<WhopAudience> => ({
  status,
  ...figures[status](random, listSize(random)),
});

const figures: Readonly<
  Record<WhopStatus, (random: Random, rows: number) => Partial<WhopAudience>>
> = {
  pending: () => ({ progressPercent: 0 }),
  processing(random, rows) {
    const processedRows = Math.floor(rows * random.fraction());
    const progressPercent = Math.floor((processedRows / Math.max(rows, 1)) * 100);
    return { totalRows: rows, processedRows, progressPercent };
  },
  syncing: (random, rows) => ({
    totalRows: rows,
    processedRows: rows,
    matchedRows: Math.floor(matched(random, rows) / 2),
    progressPercent: random.integer(60, 98),
    matchRates: [unknownRate("calculating")],
  }),
  ready: (random, rows) => ({
    totalRows: rows,
    processedRows: rows,
    matchedRows: matched(random, rows),
    platformAudienceIds: [platformId(random)],
    matchRates: matchRates(random, rows),
  }),
  partial(random) {
    const rows = random.integer(50, 60_000);
    const skipped = random.integer(1, Math.ceil(rows / 5));
    return {
      totalRows: rows,
      processedRows: rows,
      matchedRows: matched(random, rows - skipped),
      errorMessage: `${skipped} of ${rows} rows had neither an email nor a phone number and were skipped.`,
      platformAudienceIds: [platformId(random)],
    };
  },
  failed: (random, rows) => ({
    totalRows: rows,
    progressPercent: random.integer(0, 40),
    errorMessage: random.pick([
      'The file has no column named "Email".',
      "The file could not be read as CSV.",
      "The connected ad account rejected the upload: its terms have not been accepted.",
    ]),
  }),
};

const matched = (random: Random, rows: number): number =>
  Math.floor(rows * (0.35 + random.fraction() * 0.6));

const unknownRate = (status: WhopMatchRate["status"]): WhopMatchRate => ({
  platform: "meta",
  status,
  lowerBound: null,
  upperBound: null,
});

/** Empty where nothing was sent to a platform; a range in percent, or none for a list too small. */
function matchRates(random: Random, rows: number): readonly WhopMatchRate[] {
  if (rows === 0 || random.chance(0.2)) return [];
  if (rows < 100 || random.chance(0.1)) return [unknownRate(random.pick(["unavailable", null]))];
  const lowerBound = random.integer(30, 85);
  return [{ platform: "meta", status: "available", lowerBound, upperBound: lowerBound + 10 }];
}
