import type { Command } from "@commander-js/extra-typings";

import type { ExitCode } from "../../exit.ts";
import type { Io } from "../../io.ts";
import { planSubcommand } from "../../migrate/options.ts";
import type { PlanCommandOptions } from "../../migrate/options.ts";

const help = `
FROM is provider:id, csv:FILE or jsonl:FILE. TO is the same, or a provider with
--name for a new audience there. The plan is kept in the database with the
members that it carries; what is printed shows nobody but masked. Stopped in
the middle, the same command goes on where it was; with --withheld it begins
anew. With --json: { "plans": [ … ] }.

Examples:
  $ audiencekit migrate plan sonarly:SONARLY_ID whop --name VIP --emulate
  $ audiencekit migrate plan csv:people.csv batch --name vip --suppress out.csv
  $ audiencekit migrate plan sonarly batch --all --name '{name}' \\
      --crosswalk ids.csv --html plan.html

Exit codes: 0 planned · 2 usage, configuration, or a direction that cannot
work · 3 planned, and some records could not be read · 4 key or permission
refused · 7 fewer than --min-carried · 75 try again later · 130 interrupted
`;

async function plan(
  from: string,
  to: string,
  options: PlanCommandOptions,
  io: Io,
): Promise<ExitCode> {
  const { between } = await import("../../migrate/between.ts");
  const { planAll } = await import("../../migrate/plan-all.ts");
  return await between(from, to, options, io, planAll);
}

export function migratePlanCommand(
  io: Io,
  done: (code: ExitCode) => void,
): Command<[string, string], PlanCommandOptions> {
  return planSubcommand("plan")
    .summary("work out what becomes of everybody; write nothing")
    .description("Reads a list, and says who can be carried where, and what is lost.")
    .addHelpText("after", help.trimEnd())
    .action(async (from, to, options) => done(await plan(from, to, options, io)));
}
