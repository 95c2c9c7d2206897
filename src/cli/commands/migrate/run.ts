import type { Command } from "@commander-js/extra-typings";

import type { ExitCode } from "../../exit.ts";
import type { Io } from "../../io.ts";
import { planSubcommand } from "../../migrate/options.ts";
import type { PlanCommandOptions } from "../../migrate/options.ts";

const help = `
Plan and apply in one, for those who know what they do. A migration between the
same two that was interrupted while it wrote is gone on with, by its own plan.
With --json: { "runs": [{ "plan", "result" }] }.

Examples:
  $ audiencekit migrate run csv:people.csv jsonl:people.jsonl
  $ audiencekit migrate run csv:people.csv batch --name vip --min-carried 95%

Exit codes: 0 done · 2 usage, configuration, or a direction that cannot work ·
3 done, and not everybody could be read or taken · 4 key or permission refused ·
6 the plan is stale · 7 stopped by --min-carried · 75 try again later ·
130 interrupted · 1 anything else
`;

async function planAndApply(
  from: string,
  to: string,
  options: PlanCommandOptions,
  io: Io,
): Promise<ExitCode> {
  const { between } = await import("../../migrate/between.ts");
  const { runAll } = await import("../../migrate/run-all.ts");
  return await between(from, to, options, io, runAll);
}

export function migrateRunCommand(
  io: Io,
  done: (code: ExitCode) => void,
): Command<[string, string], PlanCommandOptions> {
  return planSubcommand("run")
    .summary("plan and apply in one; again, to go on")
    .description("Plans, and carries the plan out at once.")
    .addHelpText("after", help.trimEnd())
    .action(async (from, to, options) => done(await planAndApply(from, to, options, io)));
}
