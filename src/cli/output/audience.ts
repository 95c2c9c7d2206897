import type { Audience } from "../../core/model.ts";
import type { Io } from "../io.ts";
import { wantsColour } from "../io.ts";
import { audienceJson, audienceKind, statusOf } from "./audiences.ts";
import { csvHeader, csvRows } from "./csv.ts";
import type { Format } from "./format.ts";
import { createPaint, printable, size } from "./text.ts";

const moment = (date: Date | null): string | null => date?.toISOString() ?? null;

/** All that is known of an audience, for people. */
function details(audience: Audience): readonly (readonly [string, string | null])[] {
  return [
    ["provider", audience.provider],
    ["id", audience.id],
    ["name", audience.name],
    ["description", audience.description],
    ["status", statusOf(audience)],
    ["vendor's word", audience.vendorStatus],
    ["size", size(audience.size)],
    ["matched", size(audience.matched)],
    ["error", audience.error],
    ["created", moment(audience.createdAt)],
    ["updated", moment(audience.updatedAt)],
  ];
}

/** One audience by itself, in any format; for people, a field a line. */
export function audienceText(
  format: Format,
  audience: Audience,
  raw: boolean,
  { stdout, env }: Io,
): string {
  if (format === "json" || format === "ndjson") {
    return `${JSON.stringify(audienceJson(audience, raw), null, format === "json" ? 2 : 0)}\n`;
  }
  if (format === "csv") {
    return csvHeader(audienceKind.csv) + csvRows(audienceKind.csv, [audience]);
  }
  const paint = createPaint(wantsColour(stdout, env));
  const fields = details(audience);
  const width = Math.max(...fields.map(([title]) => title.length));
  return fields
    .map(([title, value]) => `${paint("dim", title.padEnd(width))}  ${printable(value ?? "–")}\n`)
    .join("");
}
