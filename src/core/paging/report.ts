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
