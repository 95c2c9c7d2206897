import type { Command } from "@commander-js/extra-typings";

import type { ExitCode } from "../exit.ts";
import { exitCodes } from "../exit.ts";
import { usageFailure } from "../failures.ts";
import type { Io } from "../io.ts";
import { vendorCommand, wholeNumber } from "../options.ts";
import type { SourceOptions } from "../source-options.ts";

type DashboardOptions = SourceOptions & {
  readonly database?: string | undefined;
  readonly port: number;
  readonly host: string;
  readonly allowedHost?: readonly string[] | undefined;
  readonly json?: true | undefined;
};

const help = `
What it shows are the snapshots in the store: audiencekit snapshot takes them,
from cron or with --every. With --emulate it shows ninety days of three emulated
vendors, and no store is needed.

It is served on this machine alone, unless --host says otherwise; then a token
is needed, which AUDIENCEKIT_DASHBOARD_TOKEN sets, or which is made and printed.
It runs until Ctrl-C or SIGTERM, and then exits with 0.

Examples:
  $ audiencekit dashboard --emulate           try it: no keys, no network
  $ audiencekit dashboard                     the store of this folder
  $ audiencekit dashboard --port 0 --json     a free port; prints one line:
                                              {"origin", "link"}
  $ audiencekit dashboard --host 0.0.0.0 --allowed-host lists.example.com

Exit codes: 0 stopped · 2 usage, configuration, a store that cannot be opened,
or a port that cannot be had
`;

const several = (name: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  name,
];

function whenNotListening(error: unknown, { host, port }: DashboardOptions): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE" || code === "EACCES") {
    return usageFailure(
      `--port: ${port} cannot be had on ${host}; pass another one, or --port 0 for a free one.`,
    );
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return usageFailure(
      `--host: ${host} is no address of this machine; leave it out for 127.0.0.1.`,
    );
  }
  return error instanceof RangeError
    ? usageFailure(`AUDIENCEKIT_DASHBOARD_TOKEN: ${error.message}`)
    : error;
}

async function dashboard(options: DashboardOptions, io: Io): Promise<ExitCode> {
  const { createServer } = await import("../../server/index.ts");
  const { readConfiguration } = await import("../configuration.ts");
  const { openDatabase } = await import("../database.ts");
  const { packageVersion } = await import("../version.ts");
  const { port, host, allowedHost: allowedHosts } = options;
  const { entries } = await readConfiguration(options, io);
  await using store = await openDatabase(options, io);
  const { demoHistory } = await import("../demo/open.ts");
  const demo = options.emulate === true ? await demoHistory(store, entries, options, io) : {};
  const token = io.env["AUDIENCEKIT_DASHBOARD_TOKEN"];
  const server = await createServer({
    ...demo,
    store,
    port,
    host,
    allowedHosts,
    token: token === "" ? undefined : token,
    providers: entries.map(({ name, vendor }) => ({ name, vendor })),
    version: packageVersion(),
    onError: (error) => {
      const words = error instanceof Error ? error.message : String(error);
      void io.stderr.write(`error: ${words}\n`);
    },
  }).catch((error: unknown) => {
    throw whenNotListening(error, options);
  });
  const link = server.link();
  if (options.json === true) {
    await io.stdout.write(`${JSON.stringify({ origin: server.origin, link })}\n`);
  } else {
    await io.stdout.write(`${link}\n`);
    const once = server.token === undefined ? "" : " The link opens once, within ten minutes.";
    await io.stderr.write(`The dashboard is open.${once} Ctrl-C stops it.\n`);
    if (server.token !== undefined && token === undefined) {
      await io.stderr.write(`For programs: Authorization: Bearer ${server.token}\n`);
    }
  }
  const { signal } = io;
  if (!signal.aborted) {
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }
  await server.close();
  return exitCodes.complete;
}

export function dashboardCommand(io: Io, done: (code: ExitCode) => void): Command {
  return vendorCommand("dashboard")
    .summary("the history on a page, with an API and metrics")
    .description("Serves a page with all audiences over time, its API and its metrics.")
    .option("--database <address>", "the store: file:PATH or postgres://…")
    .optionsGroup("Where it is served:")
    .option("--port <port>", "0 takes a free one", wholeNumber(0, 65_535), 4020)
    .option("--host <host>", "an address of this machine", "127.0.0.1")
    .option("--allowed-host <name>", "another name it is reached by; repeatable", several)
    .optionsGroup("Output:")
    .option("--json", "one line of JSON on stdout")
    .addHelpText("after", help.trimEnd())
    .action(async (options) => done(await dashboard(options, io)));
}
