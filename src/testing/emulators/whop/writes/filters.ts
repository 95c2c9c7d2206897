import type { Fields } from "../../kit/body.ts";
import { isFields } from "../../kit/body.ts";
import { refuseRequest } from "../errors.ts";

/** "Arrays up to 500 items, each value up to 10 KB" (api-reference/audiences/update-audience). */
const mostItems = 500;
const mostBytes = 10 * 1024;

/** The fixed dates that are named; the rolling ones end in `_within_days`. */
const fixedDates: ReadonlySet<string> = new Set(["event_from", "event_to"]);

const encoder = new TextEncoder();

/**
 * The filters of an audience that is refreshed: all of them at once, at least one, without fixed
 * dates and without `audience_id`. Which others there are is not checked: no page seen lists all.
 */
export function readFilters(fields: Fields): Fields | undefined {
  const filters = fields["filters"] ?? null;
  if (filters === null) return undefined;
  if (!isFields(filters) || Object.keys(filters).length === 0)
    return refuseRequest("filters must have at least one filter.");
  for (const [name, value] of Object.entries(filters)) {
    if (name === "audience_id") refuseRequest("filters may not name an audience_id.");
    if (fixedDates.has(name))
      refuseRequest(`filters.${name} is a fixed date: an audience is refreshed by rolling ones.`);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.length > mostItems)
      refuseRequest(`filters.${name} may have at most ${mostItems} items.`);
    if (values.some((one) => encoder.encode(JSON.stringify(one)).length > mostBytes))
      refuseRequest(`A value of filters.${name} may have at most ${mostBytes} bytes.`);
  }
  return filters;
}
