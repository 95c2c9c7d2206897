import type { Position } from "../kit/collection.ts";
import type { OverLimit, Pager } from "../kit/listing.ts";
import { readPage, readPageSize } from "../kit/listing.ts";
import type { Operation } from "../kit/operations.ts";
import { isVisible } from "./content.ts";
import { refuseBatch } from "./errors.ts";
import type { BatchScope } from "./guards.ts";
import type { BatchAudience, BatchState } from "./state.ts";
import { writeAudience } from "./state.ts";

/** cep/audiences/list: "default": 10, "maximum": 100. */
const pageLimits = { default: 10, maximum: 100 } as const;

export interface BatchListOptions {
  readonly state: BatchState;
  readonly pager: Pager;
  readonly overLimit: OverLimit;
  readonly now: () => number;
}

/** `GET /audiences/list` (cep/audiences/list). */
export const listAudiences = ({
  state,
  pager,
  overLimit,
  now,
}: BatchListOptions): Operation<BatchScope> => ({
  name: "list",
  method: "GET",
  path: "/audiences/list",
  cursor: "from",
  async handle(exchange) {
    const asked = exchange.query("limit");
    const limit =
      readPageSize(asked, pageLimits, overLimit) ??
      refuseBatch(
        400,
        "INVALID_PARAMETER",
        `limit must be a whole number from 1 to 100, not "${asked}".`,
      );
    const after = checkCursor(pager.start(exchange, "list"));
    const where = (audience: BatchAudience): boolean => isVisible(state.contents, audience, now());
    const { items, more, endCursor } = await readPage({
      collection: state.audiences,
      pager,
      exchange,
      list: "list",
      after,
      limit,
      where,
    });
    return Response.json({
      audiences: items.map(writeAudience),
      // "count is only returned for the first page".
      ...(after === undefined ? { count: state.audiences.list().filter(where).length } : {}),
      has_more: more,
      // Not required by the schema: absent on the last page.
      ...(more ? { next_from: endCursor } : {}),
    });
  },
});

function checkCursor(start: Position | undefined | "invalid" | "expired"): Position | undefined {
  if (start === "invalid")
    return refuseBatch(400, "INVALID_PARAMETER", "from is not a valid cursor.");
  if (start === "expired")
    return refuseBatch(400, "INVALID_PARAMETER", "from is a cursor that has expired.");
  return start;
}
