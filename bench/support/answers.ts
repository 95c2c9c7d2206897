import type { Vendor } from "./input.ts";

/** Where an id or a cursor goes; as long as both are. */
const place = "#########";
const digits = (number: number): string => String(number).padStart(place.length, "0");

const created = "2026-03-14T09:26:53Z";
const updated = "2026-09-01T18:05:11Z";
const words = ["Newsletter", "VIP customers", "Lapsed, 90 days", "Webinar in May", "Trial ended"];
const wordOf = (index: number): string => words[index % words.length] ?? "";

const records: Readonly<Record<Vendor, (index: number) => object>> = {
  whop: (index) => ({
    id: `adaud_${place}`,
    name: `${wordOf(index)} ${place}`,
    status: ["ready", "ready", "syncing", "partial"][index % 4],
    audience_type: "custom",
    total_rows: 2500 + index,
    processed_rows: 2500 + index,
    matched_rows: 1830 + index,
    progress_percent: 100,
    error_message: null,
    platform_audience_ids: ["120246230799130686"],
    match_rates: [{ platform: "meta", status: "available", lower_bound: 60, upper_bound: 70 }],
    lookalike_ratio: null,
    lookalike_starting_ratio: null,
    source_audience_id: null,
    created_at: created,
    updated_at: updated,
  }),
  batch: (index) => ({
    name: `audience-${place}`,
    display_name: `${wordOf(index)} ${place}`,
    type: "CUSTOM_ID",
    nb_ids: 4012 + index,
    indexing_state: ["APPLIED", "APPLIED", "IN_PROGRESS"][index % 3],
    created,
    updated,
  }),
  sonarly: (index) => ({
    id: `507f1f77bcf86cd${place}`,
    name: `${wordOf(index)} ${place}`,
    type: "linkedin_search",
    description: "Heads of growth at companies of 50 to 200 people",
    folderId: index % 2 === 0 ? null : "507f1f77bcf86cd799439011",
    prospectCount: 25 + index,
    createdAt: created,
  }),
};

const envelopes: Readonly<
  Record<Vendor, (items: readonly object[], next: string | null) => object>
> = {
  whop: (items, next) => ({
    data: items,
    page_info: {
      end_cursor: next ?? "end", // Whop sends one on its last page too
      start_cursor: "start",
      has_next_page: next !== null,
      has_previous_page: true,
    },
  }),
  batch: (items, next) => ({ audiences: items, has_more: next !== null, next_from: next }),
  sonarly: (items, next) => ({
    success: true,
    data: { items, nextCursor: next, hasMore: next !== null },
    error: null,
    traceId: "507f1f77bcf86cd799439011",
  }),
};

export interface Answers {
  /** The body of a page, counted from 0; behind the last there is nothing. */
  page(number: number): Buffer;
}

/** A vendor's pages, rendered once but for their ids, so that the server costs next to nothing. */
export function createAnswers(vendor: Vendor, pages: number, pageSize: number): Answers {
  const items = Array.from({ length: pageSize }, (_, index) => records[vendor](index));
  const cut = (next: string | null): readonly string[] =>
    JSON.stringify(envelopes[vendor](items, next)).split(place);
  const [middle, last] = [cut(place), cut(null)];
  const none = Buffer.from(JSON.stringify(envelopes[vendor]([], null)));
  const perRecord = JSON.stringify(records[vendor](0)).split(place).length - 1;
  return {
    page(number) {
      if (number >= pages) {
        return none;
      }
      const pieces = number === pages - 1 ? last : middle;
      const whole = pieces.reduce((text, piece, index) => {
        const record = Math.floor((index - 1) / perRecord);
        const value = record < pageSize ? number * pageSize + record : number + 1;
        return text + digits(value) + piece;
      });
      return Buffer.from(whole);
    },
  };
}
