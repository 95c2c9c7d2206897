import { Command } from "@commander-js/extra-typings";

import type { ExitCode } from "../exit.ts";
import { exitCodes } from "../exit.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { wholeNumber } from "../options.ts";

type EmulateOptions = {
  readonly port: number;
  readonly host: string;
  readonly seed?: number | undefined;
  readonly size?: number | undefined;
  readonly rateLimits?: true | undefined;
  readonly faults?: string | undefined;
  readonly json?: true | undefined;
};

const help = `
Anything that speaks HTTP can be pointed at it: audiencekit itself, a program of
yours, the vendors' own clients. The keys it prints open the emulators and
nothing else. It runs until Ctrl-C or SIGTERM, and then exits with 0.

Examples:
  $ audiencekit emulate                  port 4010; prints variables to export
  $ audiencekit emulate --rate-limits    answers 429 as the vendors do
  $ audiencekit emulate --faults ill.txt goes wrong as the file says, such as
                                         whop.list page 3: 429 retry-after 2
  $ audiencekit emulate --port 0 --json  a free port; prints one line of JSON:
      {"whop":{"baseUrl","apiKey","accountId"},
       "batch":{"baseUrl","apiKey","projectKey"},
       "sonarly":{"baseUrl","apiKey","accountGroupId"}}

Exit codes: 0 stopped · 2 usage, a port that cannot be had, or a fault script
that cannot be read
`;

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  codes.includes(error.code);

function whenNotListening(error: unknown, { host, port }: EmulateOptions): unknown {
  if (hasCode(error, "EADDRINUSE")) {
    return usageFailure(
      `--port: ${port} is taken on ${host}; pass another one, or --port 0 for a free one.`,
    );
  }
  if (hasCode(error, "EACCES")) {
    return usageFailure(`--port: ${port} may not be used; pass one of 1024 or more.`);
  }
  return hasCode(error, "EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN")
    ? usageFailure(`--host: ${host} is no address of this machine; leave it out for 127.0.0.1.`)
    : error;
}

async function emulate(options: EmulateOptions, io: Io): Promise<ExitCode> {
  const { serveEmulators } = await import("../../testing/index.ts");
  const { vendorNames, vendorVariables } = await import("../vendor-names.ts");
  const { seed, size, port, host } = options;
  const { readFaultScript } = await import("../fault-script.ts");
  const faults =
    options.faults === undefined ? undefined : await readFaultScript(options.faults, io);
  const served = await serveEmulators({
    port,
    host,
    rateLimits: options.rateLimits === true,
    ...(seed !== undefined && { seed }),
    ...(size !== undefined && { size }),
    ...(faults !== undefined && { faults }),
  }).catch((error: unknown) => {
    throw whenNotListening(error, options);
  });
  const { whop, batch, sonarly } = served;
  if (options.json === true) {
    await io.stdout.write(`${JSON.stringify({ whop, batch, sonarly })}\n`);
  } else {
    const values: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      whop,
      batch,
      sonarly,
    };
    const lines = vendorNames.flatMap((vendor) =>
      Object.entries(vendorVariables[vendor]).map(
        ([option, variable]) => `export ${variable}=${values[vendor]?.[option] ?? ""}\n`,
      ),
    );
    await io.stdout.write(lines.join(""));
    await io.stderr.write(
      `\nWhop, Batch and Sonarly are emulated on port ${served.port}. In another terminal, run the lines above and then
audiencekit list. Ctrl-C stops it.\n`,
    );
  }
  const { signal } = io;
  if (!signal.aborted) {
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }
  await served.close();
  return exitCodes.complete;
}

export function emulateCommand(io: Io, done: (code: ExitCode) => void): Command {
  return new Command("emulate")
    .summary("the three vendors on a port of this machine")
    .description(
      "Serves emulators of Whop, Batch and Sonarly over HTTP, seeded, without any network.",
    )
    .option("--port <port>", "0 takes a free one", wholeNumber(0, 65_535), 4010)
    .option("--host <host>", "an address of this machine", "127.0.0.1")
    .option("--seed <number>", "another seed, other lists (default: 1)", wholeNumber(0))
    .option("--size <count>", "audiences of each vendor (default: 140)", wholeNumber(0, 1_000_000))
    .option("--rate-limits", "answer 429 above the vendors' limits")
    .option("--faults <file>", "a script of what goes wrong, and when")
    .option("--json", "one line of JSON on stdout")
    .addHelpText("after", help.trimEnd())
    .action(async (options) => done(await emulate(options, io)));
}
