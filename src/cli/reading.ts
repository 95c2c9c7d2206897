import { isAudienceError } from "../core/errors.ts";
import type { Page, Paged } from "../core/paging/paged.ts";
import { exitOfReport } from "./exit.ts";
import type { ExitCode } from "./exit.ts";
import { isFailure, usageFailure } from "./failures.ts";
import type { Io } from "./io.ts";
import type { Writer } from "./output/format.ts";
import type { Progress } from "./output/progress.ts";

export interface ReadingOptions {
  /** Items of a page of ours. */
  readonly size?: number | undefined;
  /** Stops after so many items. */
  readonly limit?: number | undefined;
  /** Goes on where an earlier run ended. */
  readonly continue?: string | undefined;
}

/** Where a reading goes to. */
export interface Destination<Item> {
  readonly writer: Writer<Item>;
  readonly progress: Progress;
  /** Called when the reading is over, before the report is written. */
  readonly end: () => void;
}

/** Sizes were checked when they were typed: an argument that is refused before the first page is the token. */
function aboutToken(error: unknown, token: string | undefined): unknown {
  const refused = isAudienceError(error) && error.code === "invalid_argument";
  return refused && token !== undefined ? usageFailure(`--continue: ${error.message}`) : error;
}

/**
 * Reads pages and writes them, up to the limit, and closes with the report. Whatever ends it, the token continues
 * behind what was written and nothing else.
 */
export async function readAndWrite<Item>(
  paged: Paged<Item>,
  { writer, progress, end }: Destination<Item>,
  { size, limit, continue: continuationToken }: ReadingOptions,
  { signal }: Io,
): Promise<ExitCode> {
  let last: Page<Item> | undefined;
  let written = 0;
  try {
    for await (const page of paged.byPage({ size, limit, continuationToken })) {
      progress.clear();
      await writer.items(page.items);
      written += page.items.length;
      last = page;
      progress.show(written);
    }
  } catch (error) {
    progress.clear();
    if (!signal.aborted || last === undefined) {
      throw aboutToken(error, continuationToken);
    }
  }
  progress.clear();
  end();
  if (last === undefined) {
    throw new Error("The listing ended without a page.");
  }
  const { report, continuationToken: token } = last;
  const interrupted = signal.aborted && token !== undefined;
  await writer.close({ written, report, token, interrupted });
  return interrupted && isFailure(signal.reason) ? signal.reason.exitCode : exitOfReport(report);
}
