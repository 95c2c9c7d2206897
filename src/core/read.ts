import * as z from "zod";

import type { Note } from "./diagnostics.ts";
import type { AudienceStatus, Count, CountUnit } from "./model.ts";
import { cleanText } from "./redact.ts";
import { usualInstant } from "./usual-instant.ts";

/** A number, or the digits of one: some vendors send both. */
export function numeric(): z.ZodUnion<readonly [z.ZodNumber, z.ZodString]> {
  return z.union([z.number(), z.string()]);
}

/** Reads the odd values of a vendor's record; what cannot be read is `null`, and is noted. */
export interface RecordReader {
  /** A count of 0 or more; absent, negative, fractional or inexact (above 2^53) is `null`. */
  count(value: unknown, unit: CountUnit, field: string): Count | null;
  /** A time as Unix seconds or as ISO 8601 (without a zone: UTC). */
  instant(value: unknown, field: string): Date | null;
  /** A status by the vendor's words; an unheard-of word is `unknown`. */
  status(
    word: string | null | undefined,
    table: Readonly<Record<string, AudienceStatus>>,
    field: string,
  ): AudienceStatus;
}

const zoned = /(?:[zZ]|[+-]\d{2}:?\d{2})$/;
const isoLike =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[zZ]|[+-]\d{2}:?\d{2})?)?$/;
const digits = /^\d+$/;
/** Years 1970 to 2999: anything else in an audience's dates is a fault, not a date. */
const latestInstant = Date.UTC(3000, 0, 1);

/** One `Date` is made, and asked: `Date.parse` and then a `Date` would take as long again. */
function parseInstant(value: unknown): Date | undefined {
  let instant: Date | undefined;
  const usual = typeof value === "string" ? usualInstant(value) : undefined;
  if (usual !== undefined) {
    instant = new Date(usual);
  } else if (typeof value === "number") {
    instant = new Date(value * 1000);
  } else if (typeof value === "string" && isoLike.test(value)) {
    const zoneless = value.includes(":") && !zoned.test(value);
    instant = new Date(zoneless ? `${value}Z` : value);
  } else if (typeof value === "string" && digits.test(value)) {
    instant = new Date(Number(value) * 1000);
  }
  const milliseconds = instant?.getTime() ?? Number.NaN;
  return milliseconds >= 0 && milliseconds < latestInstant ? instant : undefined;
}

export function createReader(
  at: string,
  note: Note,
  clean: (text: string) => string = cleanText,
): RecordReader {
  return {
    count(value, unit, field) {
      if (value === null || value === undefined) {
        return null;
      }
      const number = typeof value === "string" && digits.test(value) ? Number(value) : value;
      if (typeof number === "number" && Number.isSafeInteger(number) && number >= 0) {
        return { value: number, unit };
      }
      note(
        "unreadable_count",
        `${at}[].${field}`,
        "is not a whole number of 0 or more; left unknown",
      );
      return null;
    },
    instant(value, field) {
      if (value === null || value === undefined) {
        return null;
      }
      const instant = parseInstant(value);
      if (instant === undefined) {
        note("unreadable_date", `${at}[].${field}`, "is no Unix or ISO 8601 time; left unknown");
        return null;
      }
      return instant;
    },
    status(word, table, field) {
      const status =
        typeof word === "string" && Object.hasOwn(table, word) ? table[word] : undefined;
      if (status === undefined) {
        if (word !== null && word !== undefined) {
          const shown = JSON.stringify(clean(word));
          note("unknown_word", `${at}[].${field}`, `holds ${shown}, which is not known yet`);
        }
        return "unknown";
      }
      return status;
    },
  };
}
