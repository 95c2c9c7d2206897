import type { Command } from "@commander-js/extra-typings";

import type { ExitCode } from "../exit.ts";
import { exitCodes, worstOf } from "../exit.ts";
import type { Io } from "../io.ts";
import { names, sourceCommand } from "../options.ts";
import type { CommonOptions } from "../options.ts";

type DoctorOptions = CommonOptions & {
  readonly provider?: readonly string[] | undefined;
  readonly json?: true | undefined;
};

const help = `
Each provider in turn is asked for one audience. Looked at are, in this order:
the configuration, the address, the key, its permission, the account, and the
listing itself. What failed is named with its remedy; what could not be seen
because of it is "unknown". With --json:
  { "ok", "providers": [{ "provider", "vendor", "ok",
      "checks": [{ "check", "status", "message", "remedy" }] }],
    "notConfigured": [{ "vendor", "variables" }] }

Environment variables, also from a file .env in the working directory:
  Whop     WHOP_API_KEY     WHOP_ACCOUNT_ID           (WHOP_BASE_URL)
  Batch    BATCH_API_KEY    BATCH_PROJECT_KEY         (BATCH_BASE_URL)
  Sonarly  SONARLY_API_KEY  SONARLY_ACCOUNT_GROUP_ID  (SONARLY_BASE_URL)

Or a configuration file, audiencekit.config.ts, .js or .json, which then takes
the place of the variables; "env:NAME" stands for the variable NAME:
  { "providers": {
      "whop":    { "vendor": "whop", "apiKey": "env:WHOP_API_KEY",
                   "accountId": "biz_…" },
      "batchEu": { "vendor": "batch", "apiKey": "env:BATCH_EU_KEY",
                   "projectKey": "project_…" } } }

Examples:
  $ audiencekit doctor
  $ audiencekit doctor --provider whop --json

Exit codes: 0 all is well · 2 configuration or account · 4 key or permission ·
75 not reachable or busy, try again later · 1 anything else
`;

/** A doctor is asked when something is wrong: it does not wait as long as a listing would. */
const impatient = { timeout: 10_000, retries: 1, maxRetryTime: 15_000 };

async function doctor(options: DoctorOptions, io: Io): Promise<ExitCode> {
  const { readConfiguration, requireAny, selectEntries } = await import("../configuration.ts");
  const { examine } = await import("../examination.ts");
  const { createVerbose } = await import("../verbose.ts");
  const { absentText, examinationText, examinationsJson } =
    await import("../output/examinations.ts");
  const configuration = await readConfiguration(options, io);
  const asked = options.provider === undefined ? configuration.absent : [];
  const hooks = options.verbose === true ? createVerbose(io.stderr).hooks : {};
  const overrides = {
    ...impatient,
    ...(options.timeout !== undefined && { timeout: options.timeout }),
  };
  const examinations = [];
  const nobody = configuration.entries.length === 0;
  for (const entry of nobody ? [] : selectEntries(configuration, "--provider", options.provider)) {
    const examination = await examine(
      entry,
      configuration.origin,
      overrides,
      io.signal,
      hooks.onRequest,
    );
    examinations.push(examination);
    if (options.json !== true) {
      await io.stdout.write(examinationText(examination, io));
    }
  }
  if (options.json === true) {
    await io.stdout.write(examinationsJson(examinations, asked));
  } else {
    await io.stdout.write(absentText(asked));
  }
  requireAny(configuration);
  const failed = examinations.filter(({ ok }) => !ok);
  return failed.length === 0 ? exitCodes.complete : worstOf(failed.map(({ exitCode }) => exitCode));
}

export function doctorCommand(io: Io, done: (code: ExitCode) => void): Command {
  return sourceCommand("doctor")
    .summary("is everything configured, reachable and permitted?")
    .description("Checks each configured provider, and names the remedy of what is wrong.")
    .option("--provider <names>", "only these: a,b or once for each", names)
    .optionsGroup("Output:")
    .option("--json", "JSON on stdout")
    .addHelpText("after", help.trimEnd())
    .action(async (options) => done(await doctor(options, io)));
}
