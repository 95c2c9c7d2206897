import { planRun } from "../run.ts";
import type { ColumnMapping, TakenFile } from "../sources.ts";
import { countSkipped } from "../sources.ts";
import type { Contents } from "../files/contents.ts";
import type { WhopAudience } from "../state.ts";
import { platformId } from "../upload.ts";
import type { WriteRoutes } from "./routes.ts";

/**
 * Takes a file into an audience: its people are held from here on, and the record tells it step by
 * step from `startsAt`.
 */
export function takeFile(
  { state, issuer, times }: WriteRoutes,
  before: WhopAudience,
  file: { readonly fileId: string; readonly contents: Contents; readonly mapping: ColumnMapping },
  startsAt: number,
): void {
  const { fileId, contents, mapping } = file;
  const taken: TakenFile = { fileId, contents, skipped: countSkipped(contents, mapping) };
  const problem = problemOf(taken);
  const earlier = state.sources.get(before.id)?.taken ?? [];
  const all = problem === null ? [...earlier, taken] : earlier;
  state.sources.set(before.id, { mapping, taken: all });
  const run = {
    before,
    startsAt,
    rows: contents.rows,
    skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
    problem,
    platformId: issuer.next(platformId),
  };
  state.timeline.plan(before.id, planRun(run, times));
}

/** A file nobody can be taken from fails, and leaves the audience with the people it had. */
function problemOf({ contents, skipped }: TakenFile): string | null {
  if (contents.problem !== null) return `The file could not be read as CSV. ${contents.problem}`;
  if (contents.rows > 0 && skipped === contents.rows)
    return "No row of the file has an email or a phone number.";
  return null;
}
