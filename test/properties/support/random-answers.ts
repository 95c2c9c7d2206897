import * as fc from "fast-check";

import { vendors } from "../../faults/support/dialects.ts";
import type { VendorName } from "../../faults/support/dialects.ts";

/** What a vendor answers to one request. */
export interface RandomAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

const cursor = fc.oneof(
  fc.constantFrom("c1", "c2", "c3", "", "__proto__"),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const id = fc.oneof(fc.string({ unit: "binary", maxLength: 12 }), fc.nat().map(String));
const wild: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3, noUnicodeString: false }),
  fc.constantFrom(null, "", "ready", "APPLIED", 1e300, -1, 2 ** 60, "2026-02-31", true, [], {}),
);
const memberNames = [
  "id",
  "name",
  "status",
  "total_rows",
  "created_at",
  "error_message",
  "display_name",
  "nb_ids",
  "indexing_state",
  "created",
  "prospectCount",
  "createdAt",
  "__proto__",
] as const;
/** Names that the vendors use, and any others. */
const member = fc.oneof(fc.constantFrom(...memberNames), fc.string({ maxLength: 8 }));
const record = fc.oneof(
  { weight: 4, arbitrary: fc.record({ id, name: id }) },
  { weight: 2, arbitrary: fc.dictionary(member, wild, { maxKeys: 6 }) },
  { weight: 1, arbitrary: wild },
);

/** A page as it should be, but for what is drawn. */
const page = (vendor: VendorName): fc.Arbitrary<unknown> =>
  fc
    .record({
      items: fc.oneof({ weight: 6, arbitrary: fc.array(record, { maxLength: 5 }) }, wild),
      more: fc.oneof({ weight: 6, arbitrary: fc.boolean() }, wild),
      next: fc.oneof({ weight: 6, arbitrary: cursor }, wild),
      extra: fc.dictionary(member, wild, { maxKeys: 2 }),
    })
    .map(({ items, more, next, extra }) => {
      const pages: Readonly<Record<VendorName, unknown>> = {
        whop: { ...extra, data: items, page_info: { has_next_page: more, end_cursor: next } },
        batch: { ...extra, audiences: items, has_more: more, next_from: next },
        sonarly: { ...extra, success: true, data: { items, hasMore: more, nextCursor: next } },
      };
      return pages[vendor];
    });

const refusal: fc.Arbitrary<unknown> = fc
  .record({ code: wild, message: wild })
  .map(({ code, message }) => ({
    error: { code, type: code, message },
    error_code: code,
    error_message: message,
    success: false,
    traceId: message,
  }));

const body = (vendor: VendorName): fc.Arbitrary<RandomAnswer["body"]> =>
  fc.oneof(
    { weight: 8, arbitrary: page(vendor).map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: refusal.map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: wild.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(page(vendor), fc.nat({ max: 200 }))
        .map(([value, cut]) => JSON.stringify(value).slice(0, cut)),
    },
    {
      weight: 2,
      arbitrary: fc.uint8Array({ maxLength: 80 }).map((bytes) => Uint8Array.from(bytes)),
    },
  );

const status = fc.oneof(
  { weight: 10, arbitrary: fc.constant(200) },
  { weight: 3, arbitrary: fc.constantFrom(201, 202, 400, 401, 403, 404, 409, 410, 422, 429) },
  { weight: 2, arbitrary: fc.constantFrom(500, 502, 503, 504, 520) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
);
/** What a header may hold: visible ASCII and spaces. */
const headerText = fc.oneof(
  fc.constantFrom("2", "soon", "-1", "99999999999", "0.5", "Mon, 02 Nov 2026 08:00:30 GMT"),
  fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
);
const headers = fc.dictionary(
  fc.constantFrom("retry-after", "date", "x-ratelimit-reset", "x-request-id", "content-type"),
  headerText,
  { maxKeys: 3 },
);

const answer = (vendor: VendorName): fc.Arbitrary<RandomAnswer> =>
  fc.record({ status, headers, body: body(vendor) });

/** A vendor and what it answers, one after the other and then from the beginning again. */
export const dialogues: fc.Arbitrary<{
  readonly vendor: VendorName;
  readonly answers: readonly RandomAnswer[];
}> = fc
  .constantFrom(...vendors)
  .chain((vendor) =>
    fc
      .array(answer(vendor), { minLength: 1, maxLength: 6 })
      .map((answers) => ({ vendor, answers })),
  );

/** Statuses that must not have a body. */
const bodiless = new Set([204, 205, 304]);

export function responseOf({ status: code, headers: sent, body: content }: RandomAnswer): Response {
  return new Response(bodiless.has(code) ? null : content, { status: code, headers: sent });
}
