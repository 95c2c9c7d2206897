import { Option } from "@commander-js/extra-typings";
import type { Command } from "@commander-js/extra-typings";

import type { ExitCode } from "../../exit.ts";
import type { Io } from "../../io.ts";
import { migrateSubcommand, share } from "../../migrate/options.ts";
import type { ApplyCommandOptions } from "../../migrate/options.ts";

const help = `
RUN is what audiencekit migrate plan printed. Stopped in the middle, by Ctrl-C,
by a crash or by the vendor, the same command goes on; nothing is written
twice. A plan whose source or target has changed since is refused. With --json:
one object with what became of it.

Examples:
  $ audiencekit migrate apply run_0123456789abcdef
  $ audiencekit migrate apply run_0123456789abcdef --suppress today.csv
  $ audiencekit migrate apply run_0123456789abcdef --min-carried 95%

Exit codes: 0 done · 2 usage or configuration · 3 done, and the vendor did not
take everybody · 4 key or permission refused · 6 the plan is stale · 7 stopped
by --min-carried · 75 try again later, or another process is at work on it ·
130 interrupted · 1 anything else
`;

async function apply(run: string, options: ApplyCommandOptions, io: Io): Promise<ExitCode> {
  const { applyOne } = await import("../../migrate/apply-one.ts");
  const { openRun } = await import("../../migrate/open.ts");
  const { exitOfResult, json, resultText } = await import("../../migrate/output.ts");
  await using opened = await openRun(run, options, io);
  const result = await applyOne(run, opened, options, io);
  await io.stdout.write(options.json === true ? json(result) : resultText(result, options));
  return exitOfResult(result);
}

export function migrateApplyCommand(io: Io, done: (code: ExitCode) => void): Command<[string]> {
  return migrateSubcommand("apply")
    .summary("carry a plan out; again, to go on")
    .description("Carries out a plan that was made before.")
    .argument("<run>", "as audiencekit migrate plan printed it")
    .optionsGroup("What is written:")
    .option("--suppress <file>", "people who are not to be written, since the plan was made")
    .option("--min-carried <share>", "write nothing if fewer can be carried: 0.95 or 95%", share)
    .option("--no-source-check", "do not read a source again that may have changed unseen")
    .addOption(
      new Option("--found <what>", "after an unclear answer: what you have found there").choices([
        "written",
        "absent",
      ] as const),
    )
    .addHelpText("after", help.trimEnd())
    .action(async (run, options) => done(await apply(run, options, io)));
}
