import type { ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { readEnds } from "./ends.ts";
import type { Ends } from "./ends.ts";
import { openMigration } from "./open.ts";
import type { OpenMigration } from "./open.ts";
import type { PlanCommandOptions } from "./options.ts";

type Work = (
  ends: Ends,
  opened: OpenMigration,
  options: PlanCommandOptions,
  io: Io,
) => Promise<ExitCode>;

/** Opens a source, a target and the store, and closes them when the work between them is done. */
export async function between(
  from: string,
  to: string,
  options: PlanCommandOptions,
  io: Io,
  work: Work,
): Promise<ExitCode> {
  const ends = readEnds(from, to, options, io);
  await using opened = await openMigration(options, io, async () => ends);
  return await work(ends, opened, options, io);
}
