import { AudienceError } from "../errors.ts";
import type { ListingSetup } from "./listing.ts";
import type { Report } from "./report.ts";

/** The error of the shapes that have no report. */
function incomplete(operation: string, report: Report, token: string | undefined): AudienceError {
  const entries = Object.entries(report.providers);
  const failed = entries.filter(([, provider]) => provider.status === "failed");
  const refused = entries.filter(([, provider]) => provider.refused > 0);
  const parts = [
    ...failed.map(([name, { error }]) => `${name} failed (${error?.code ?? "unknown"})`),
    ...refused.map(([name, provider]) => `${name} gave ${provider.refused} unreadable records`),
  ];
  const causes = failed.flatMap(([, { error }]) => (error === null ? [] : [error]));
  const remedy =
    failed.length > 0
      ? "The causes are in error.causes, and error.continuationToken continues with what is missing."
      : "The diagnostics in error.report say where they are.";
  const message = `${operation} is incomplete: ${parts.join(", ")}. ${remedy}`;
  return new AudienceError("incomplete", message, {
    operation,
    causes,
    cause: causes[0],
    report,
    continuationToken: token,
    transient: causes.some((cause) => cause.transient),
    provider: failed.length === 1 ? failed[0]?.[0] : undefined,
  });
}

/** @throws AudienceError `incomplete` where something could not be read. */
export function throwIfIncomplete(
  operation: string,
  report: Report,
  token: string | undefined,
): void {
  if (!report.complete) {
    throw incomplete(operation, report, token);
  }
}

/** A list that was cut at a limit. */
interface Cut {
  readonly report: Report;
  readonly token: string | undefined;
  /** Whose page was handed over last. */
  readonly last: string | undefined;
}

/**
 * The same for a list that was cut at a limit: only what should have come before its last page counts. All vendors are
 * asked ahead, so that one that fails on what nobody wanted any more would otherwise decide by its timing.
 * @throws AudienceError `incomplete`
 */
export function throwIfShort(
  { operation, order }: Pick<ListingSetup<unknown>, "operation" | "order">,
  { report, token, last = "" }: Cut,
): void {
  const names = Object.keys(report.providers);
  const [turn, round] = [names.indexOf(last), report.providers[last]?.pages ?? 0];
  const missed = Object.values(report.providers).some(({ status, pages, refused }, index) => {
    const due = order === "arrival" || pages + 1 < round || (pages + 1 === round && index < turn);
    return refused > 0 || (status === "failed" && due);
  });
  if (missed) {
    throw incomplete(operation, report, token);
  }
}
