import type { Command } from "@commander-js/extra-typings";
import { Option } from "@commander-js/extra-typings";

import type { AnyAdapter } from "../../core/contract.ts";
import type { ExitCode } from "../exit.ts";
import { exitCodes } from "../exit.ts";
import type { Io } from "../io.ts";
import { sourceCommand } from "../options.ts";
import type { CommonOptions } from "../options.ts";

type CapabilitiesOptions = CommonOptions & {
  readonly shipped?: true | undefined;
  readonly json?: true | undefined;
  readonly markdown?: true | undefined;
};

const help = `
A capability is a method that an adapter has; this is read off the adapters
themselves, without any request. With --json:
  { "providers": [{ "provider", "vendor", "maxPageSize", "accepts",
                    "capabilities": { "list": true, … } }] }

Examples:
  $ audiencekit capabilities             of the configured providers, or of all
                                         adapters of this package
  $ audiencekit capabilities --shipped --markdown

Exit codes: 0 · 2 usage or configuration
`;

type Adapters = Readonly<Record<string, AnyAdapter>>;

async function find(options: CapabilitiesOptions, io: Io): Promise<Adapters> {
  const { openEntries, readConfiguration } = await import("../configuration.ts");
  if (options.shipped !== true) {
    const { entries } = await readConfiguration(options, io);
    if (entries.length > 0) {
      return openEntries(entries, {});
    }
  }
  const { shippedAdapters } = await import("../vendors.ts");
  return shippedAdapters();
}

async function show(options: CapabilitiesOptions, io: Io): Promise<ExitCode> {
  const { capabilitiesJson, capabilitiesMarkdown, capabilitiesTable } =
    await import("../output/capabilities.ts");
  const adapters = await find(options, io);
  const write = options.json === true ? capabilitiesJson : capabilitiesTable;
  await io.stdout.write(
    options.markdown === true ? capabilitiesMarkdown(adapters) : write(adapters, io),
  );
  return exitCodes.complete;
}

export function capabilitiesCommand(io: Io, done: (code: ExitCode) => void): Command {
  return sourceCommand("capabilities")
    .summary("what each vendor can be asked for")
    .description("Shows what each provider can do, read off its adapter.")
    .optionsGroup("Output:")
    .option("--shipped", "of all adapters of this package, whatever is configured")
    .addOption(new Option("--json", "JSON on stdout").conflicts("markdown"))
    .option("--markdown", "the table for documents")
    .addHelpText("after", help.trimEnd())
    .action(async (options) => done(await show(options, io)));
}
