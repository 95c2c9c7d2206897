import type { Diagnostic } from "../diagnostics.ts";
import type { AudienceError } from "../errors.ts";

/** What was read of one provider since the listing began, continued runs included. */
export interface ProviderReport {
  /** `end` = read to the vendor's own end; `more` = not yet; `failed` = stopped by `error`. */
  readonly status: "end" | "more" | "failed";
  /** Pages whose items were handed over. */
  readonly pages: number;
  /** Items delivered. */
  readonly items: number;
  /** How many items the vendor announced, where it does; a hint. */
  readonly expected: number | null;
  /** HTTP requests made, repeats included. */
  readonly requests: number;
  /** Items that came again and were left out. */
  readonly duplicates: number;
  /** Records that could not be read, for want of their key; see `diagnostics`. */
  readonly refused: number;
  readonly error: AudienceError | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The statement of what was read and whether it is everything. */
export interface Report {
  /** True only when every provider was read to its proven end and no record was refused. */
  readonly complete: boolean;
  readonly providers: Readonly<Record<string, ProviderReport>>;
}

export function reportOf(providers: Readonly<Record<string, ProviderReport>>): Report {
  const complete = Object.values(providers).every(
    (provider) => provider.status === "end" && provider.refused === 0,
  );
  return { complete, providers };
}

/** What a lane has read and noticed. */
interface LaneFindings extends Omit<ProviderReport, "status" | "diagnostics"> {
  /** Whether there is more to read or to deliver. */
  readonly open: boolean;
  /** Fields that were expected and that no record had, as far as that can be told. */
  readonly missing: readonly string[] | undefined;
  readonly noticed: readonly Diagnostic[];
}

/** The report of one lane: what was noticed, and what can only be told of a list that was read to its end. */
export function laneReport(findings: LaneFindings): ProviderReport {
  const { open, missing = [], noticed, ...counts } = findings;
  const { items, refused, duplicates, expected, error } = counts;
  const diagnostics = [...noticed];
  if (duplicates > 0) {
    const message = "came again on a later page and was left out";
    diagnostics.push({ code: "duplicates", path: "id", message, count: duplicates });
  }
  for (const field of open ? [] : missing) {
    const message = "is on no record";
    diagnostics.push({ code: "missing_field", path: field, message, count: 1 });
  }
  const seen = items + refused;
  if (!open && expected !== null && expected !== seen) {
    const message = `the vendor announced ${expected}, and ${seen} came`;
    diagnostics.push({ code: "count_mismatch", path: "count", message, count: 1 });
  }
  const status = error !== null ? "failed" : open ? "more" : "end";
  return { status, ...counts, diagnostics };
}
