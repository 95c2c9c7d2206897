import assert from "node:assert/strict";
import { inspect } from "node:util";

import { isAudienceError } from "../../core/errors.ts";
import type { AudienceError, ErrorCode } from "../../core/errors.ts";
import type { ProviderReport } from "../../core/paging/report.ts";
import type { Outcome } from "./trial.ts";

/** The reading came to its proven end, and this is what it read. */
export function expectWhole(outcome: Outcome): readonly unknown[] {
  if (outcome.error !== null) {
    throw outcome.error;
  }
  assert.equal(outcome.report?.status ?? "end", "end", "the reading did not come to its end");
  return outcome.items;
}

/** The reading failed in this way. */
export function expectError(outcome: Outcome, code: ErrorCode): AudienceError {
  const { error } = outcome;
  if (!isAudienceError(error)) {
    const what = error === null ? `${outcome.items.length} items and no error` : inspect(error);
    assert.fail(`expected an AudienceError ${code}, got ${what}`);
  }
  assert.equal(error.code, code, `expected ${code}, got ${error.code}: ${error.message}`);
  return error;
}

export function expectReport(outcome: Outcome): ProviderReport {
  assert.ok(outcome.report, "only lists have a report");
  return outcome.report;
}

/** Rejects with this very value. */
export async function expectRejection(run: () => Promise<unknown>, reason: unknown): Promise<void> {
  const settled = await run().then(
    () => "it was not rejected",
    (error: unknown) => (error === reason ? undefined : `it was rejected with ${String(error)}`),
  );
  assert.equal(settled, undefined);
}
