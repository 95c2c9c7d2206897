import type { Position } from "../kit/collection.ts";
import type { OverLimit, Pager } from "../kit/listing.ts";
import { readPage, readPageSize } from "../kit/listing.ts";
import type { Exchange, Operation } from "../kit/operations.ts";
import { checkAccount } from "./account.ts";
import { refuseWhop } from "./errors.ts";
import type { WhopScope } from "./guards.ts";
import type { WhopRecordGeneration } from "./record.ts";
import { writeAudience } from "./record.ts";
import type { WhopAudience, WhopState } from "./state.ts";

/** list-audiences: "default 20, max 100". */
const pageLimits = { default: 20, maximum: 100 } as const;

export interface WhopListOptions {
  readonly state: WhopState;
  readonly pager: Pager;
  readonly overLimit: OverLimit;
  readonly generation: WhopRecordGeneration;
}

/**
 * `GET /audiences` (list-audiences). There is no `GET /audiences/{id}`: one audience is this list
 * with `audience_id`.
 */
export const listAudiences = ({
  state,
  pager,
  overLimit,
  generation,
}: WhopListOptions): Operation<WhopScope> => ({
  name: "list",
  method: "GET",
  path: "/audiences",
  scope: "audience:basic:read",
  cursor: "after",
  async handle(exchange) {
    checkAccount(exchange.query("account_id"), state.accountId);
    const first = exchange.query("first");
    const limit =
      readPageSize(first, pageLimits, overLimit) ??
      refuseWhop(
        400,
        "invalid_request",
        `first must be a whole number from 1 to 100, not "${first}".`,
      );
    const filters = readFilters(exchange, generation);
    const list = `list ${JSON.stringify(filters)}`;
    const { items, more, before, startCursor, endCursor } = await readPage({
      collection: state.audiences,
      pager,
      exchange,
      list,
      after: checkCursor(pager.start(exchange, list)),
      limit,
      where: matches(filters),
    });
    return Response.json({
      data: items.map((audience) => writeAudience(audience, generation)),
      // The end cursor of the last page is set, as of any page that holds something; past the end
      // comes an empty page.
      page_info: {
        end_cursor: endCursor,
        start_cursor: startCursor,
        has_next_page: more,
        has_previous_page: before,
      },
    });
  },
});

function checkCursor(start: Position | undefined | "invalid" | "expired"): Position | undefined {
  if (start === "invalid")
    return refuseWhop(400, "invalid_request", "after is not a valid cursor.");
  if (start === "expired")
    return refuseWhop(400, "invalid_request", "after is a cursor that has expired.");
  return start;
}

interface Filters {
  readonly id: string | undefined;
  readonly audienceType: string | undefined;
  readonly sourceType: string | undefined;
}

/** The contract knows `audience_id` only; the other two came with the newer records. */
function readFilters({ query }: Exchange, generation: WhopRecordGeneration): Filters {
  const id = query("audience_id");
  if (generation === "contract") return { id, audienceType: undefined, sourceType: undefined };
  const audienceType = oneOf("audience_type", query("audience_type"), ["custom", "lookalike"]);
  const sourceType = oneOf("source_type", query("source_type"), [
    "csv_upload",
    "people_filter",
    "engagement",
  ]);
  return { id, audienceType, sourceType };
}

function oneOf(
  name: string,
  value: string | undefined,
  allowed: readonly string[],
): string | undefined {
  if (value !== undefined && !allowed.includes(value))
    refuseWhop(400, "invalid_request", `${name} must be one of ${allowed.join(", ")}.`);
  return value;
}

/**
 * An unknown id finds nothing: it is a filter, so the answer is an empty list (inferred in the
 * absence of a documented 404).
 */
const matches =
  ({ id, audienceType, sourceType }: Filters) =>
  (audience: WhopAudience): boolean =>
    (id === undefined || audience.id === id) &&
    (audienceType === undefined || audience.audienceType === audienceType) &&
    (sourceType === undefined || audience.sourceType === sourceType);
