import { applyMigration, migrationStatus } from "../../migrate/index.ts";
import type { ApplyResult } from "../../migrate/index.ts";
import type { Io } from "../io.ts";
import { listFile } from "./files.ts";
import type { OpenMigration } from "./open.ts";
import type { ApplyCommandOptions } from "./options.ts";
import { goOnText, nextCommand } from "./output.ts";
import { createWatch } from "./progress.ts";

/** Carries one plan out; says how to go on where it was interrupted. */
export async function applyOne(
  run: string,
  { audiences, store }: OpenMigration,
  options: ApplyCommandOptions,
  io: Io,
): Promise<ApplyResult> {
  const { minCarried, suppress, found: decision, sourceCheck } = options;
  if (suppress !== undefined && (await migrationStatus(run, { store })).state === "applied") {
    await io.stderr.write(
      `${run} was applied before, so --suppress keeps nobody back any more; audiencekit members remove takes people off, where the vendor can.\n`,
    );
  }
  const watch = createWatch(options, io);
  try {
    return await applyMigration(audiences, run, {
      store,
      guards: { minCarried },
      suppress: await listFile("--suppress", suppress, io),
      decision,
      checkSource: sourceCheck,
      signal: io.signal,
      onProgress: watch.applying,
    });
  } finally {
    watch.clear();
    if (io.signal.aborted) {
      await io.stderr.write(goOnText(nextCommand("apply", run, options)));
    }
  }
}
