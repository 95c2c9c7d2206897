import { damaged, failed, whole } from "../support/fault.ts";
import type { Fault, Outcome } from "../support/fault.ts";

const row = "the same from the emulators themselves, as fault scripts";

/** Only Batch counts its list. */
const counting = (noticed: "count_mismatch" | "unreadable_count"): Fault["outcome"] => ({
  whop: whole(),
  batch: whole({ noticed: [noticed] }),
  sonarly: whole(),
});
const seconds = (count: number): readonly [number, number] => [count * 1000, count * 1000];

/** A line of a script, what comes of it, and how long an answer is waited for where none comes. */
const lines: readonly (readonly [string, Fault["outcome"], number?])[] = [
  ["page 2: 503", whole({ requests: 7 })],
  ["page 2 always: 503", failed("unavailable", { requests: 6, status: 503 })],
  ["every 2: 503", whole({ requests: 11 })],
  ["page 2..4: 500", whole({ requests: 9 })],
  ["page 2 times 3: 502 then delay 1", whole({ requests: 9 })],
  ["page 1 always: 401", failed("authentication", { pages: 0, requests: 1 })],
  ["page 3 always: 403", failed("permission", { pages: 2, requests: 3 })],
  ["page 3 always: 404", failed("not_found", { pages: 2, requests: 3 })],
  ["page 3 always: 422", failed("rejected", { pages: 2, requests: 3 })],
  ["page 3: 429 retry-after 2", whole({ requests: 7, waits: [seconds(2)] })],
  ["page 3: 429 retry-after-date 30", whole({ requests: 7, waits: [[1, 30_000]] })],
  ["page 3: 429 retry-after-date -30", whole({ requests: 7, waits: [[1, 1000]] })],
  ['page 3: 429 retry-after "soon"', whole({ requests: 7, waits: [[1, 1000]] })],
  ["page 3: 429 retry-after 99999999999", whole({ requests: 7, waits: [[1, 1000]] })],
  [
    "page 2 always: 429 retry-after 86400",
    failed("rate_limited", { retryAfter: seconds(86_400), waits: [] }),
  ],
  ["page 2 always: 400 echo-authorization", failed("rejected")],
  ["page 2 always: error envelope code TROUBLE", failed("rejected", { vendorCode: "TROUBLE" })],
  ["page 2 always: error envelope echo-authorization", failed("rejected")],
  ["page 3 always: expired cursor", failed("rejected", { pages: 2, requests: 3, status: 400 })],
  [
    'page 2 always: redirect 302 "https://elsewhere.invalid/audiences"',
    failed("invalid_response", { status: 302 }),
  ],
  ["page 2: drop", whole({ requests: 7 })],
  ["page 2 always: drop", failed("network", { requests: 6 })],
  ["page 2: apply then drop", whole({ requests: 7 })],
  ["page 2: drop body after 100", whole({ requests: 7 })],
  ["page 2 always: drop body", failed("network", { requests: 6 })],
  ["page 2: stall", whole(), 250],
  ["page 1 always: stall", failed("timeout", { pages: 0, requests: 5 }), 60],
  ["page 2: stall body after 40", whole(), 250],
  ["page 1 always: stall body", failed("timeout", { pages: 0, requests: 5 }), 60],
  ["page 2: drip every 10", whole(), 250],
  ["page 2: html", whole({ requests: 7 })],
  ["page 2 always: html", failed("invalid_response", { requests: 6 })],
  ["page 2 always: html 403", failed("permission", { status: 403 })],
  ["page 2 always: plain text", failed("invalid_response", { requests: 6 })],
  ["page 2: empty body", whole({ requests: 7 })],
  ["page 2 always: null", failed("invalid_response")],
  ["page 2 always: []", failed("invalid_response")],
  ["page 2 always: {}", failed("invalid_response")],
  ['page 2 always: body "{\\"data\\":[}"', failed("invalid_response", { requests: 6 })],
  ["page 2: truncated json after 60", whole({ requests: 7 })],
  ['page 1.. always: content type "text/plain"', whole({ requests: 6 })],
  ["page 2 always: oversized 2MB", failed("invalid_response")],
  ["page 2 always: oversized 2MB gzip", failed("invalid_response")],
  ["page 2 always: endless body", failed("invalid_response")],
  ["page 5 always: repeat cursor", failed("protocol", { pages: 5, requests: 5 })],
  ["page 5 always: repeat cursor 3", failed("protocol", { pages: 5, requests: 5 })],
  ["page 2 always: more without cursor null", failed("protocol", { pages: 2, requests: 2 })],
  ["page 2 always: more without cursor empty", failed("protocol", { pages: 2, requests: 2 })],
  ["page 2 always: more without cursor missing", failed("protocol", { pages: 2, requests: 2 })],
  ["page 6: cursor without more", whole({ requests: 6 })],
  ["page 2 times 3: empty page", whole({ requests: 9 })],
  ["page 2 always: empty page", failed("protocol", { requests: 21 })],
  ["page 2 times 3: same page", whole({ requests: 9, duplicates: 9, noticed: ["duplicates"] })],
  ["page 2 always: same page", failed("protocol", { pages: 2, requests: 22 })],
  ['page 2 always: more flag "true"', failed("invalid_response")],
  ["page 2 always: more flag 1", failed("invalid_response")],
  ["page 1.. always: odd cursor long", whole({ requests: 6 })],
  ["page 1.. always: odd cursor reserved", whole({ requests: 6 })],
  ["page 1.. always: odd cursor url", whole({ requests: 6 })],
  ["page 3: shifted 2", whole({ noticed: ["duplicates"], duplicates: 2 })],
  ["page 2: repeat items 2", whole({ requests: 6, duplicates: 2, noticed: ["duplicates"] })],
  ["page 1.. always: page size 2", whole({ requests: 9 })],
  ["page 2: unknown word at every", whole({ requests: 6 })],
  ["page 2: missing optional at every", whole({ requests: 6 })],
  ["page 2 always: missing key", damaged(1)],
  ["page 2 always: missing key at every", damaged(3)],
  ["page 2 always: null item", damaged(1)],
  ["page 2: prototype keys at every", whole({ requests: 6 })],
  ['page 2: field "brand_new" {"deep":[1]}', whole({ requests: 6, noticed: ["unexpected_field"] })],
  ["page 2: flipped dates at every", whole({ requests: 6 })],
  ["page 2: absurd date at every", whole({ requests: 6, noticed: ["unreadable_date"] })],
  ['page 1..6: huge number "1e999" at every', whole({ requests: 6, noticed: ["unreadable_count"] })],
  ["chance 0.2: drop", whole()],
];

/** Only where the vendor has what the fault needs. */
const batchOnly: readonly (readonly [string, Fault["outcome"]])[] = [
  ["page 1: count 1000", counting("count_mismatch")],
  ["page 1: count -1", counting("unreadable_count")],
  ['page 1: count "18"', counting("unreadable_count")],
];

const asFault = ([line, outcome, timeout]: (typeof lines)[number]): Fault => ({
  row,
  name: line,
  script: `VENDOR.list ${line}`,
  options: { maxBodyBytes: 1_000_000, ...(timeout !== undefined && { timeout }) },
  outcome,
});

export const scriptFaults: readonly Fault[] = lines.map(asFault);
