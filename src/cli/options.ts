import { Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";

import { usageFailure } from "./failures.ts";
import type { Format } from "./output/format.ts";
import type { SourceOptions } from "./source-options.ts";

/** Options of every command that asks vendors something. A type, as commander takes no interface. */
export type CommonOptions = SourceOptions & {
  readonly timeout?: number | undefined;
  readonly verbose?: true | undefined;
};

/** Options of every command that writes records. */
export type RecordOptions = CommonOptions & {
  readonly json?: true | undefined;
  readonly ndjson?: true | undefined;
  readonly csv?: true | undefined;
  readonly raw?: true | undefined;
};

/** Makes a parser that takes whole numbers only. */
export function wholeNumber(
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  const range =
    most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      throw new InvalidArgumentError(`It must be a whole number ${range}.`);
    }
    return value;
  };
}

/** Takes seconds and gives milliseconds. */
export function seconds(text: string): number {
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= 0.001 && value <= 86_400)) {
    throw new InvalidArgumentError("It must be a number of seconds, such as 30 or 0.5.");
  }
  return value * 1000;
}

/** Takes `a,b` as well as one name after another. */
export function names(text: string, before: readonly string[] | undefined): readonly string[] {
  const given = text.split(",").map((name) => name.trim());
  if (given.includes("")) {
    throw new InvalidArgumentError("A name is empty; write --provider whop,batch.");
  }
  return [...(before ?? []), ...given];
}

/** A command that asks vendors something; how long it waits is its own affair. */
export function vendorCommand(name: string): Command<[], SourceOptions> {
  return new Command(name)
    .optionsGroup("Vendors:")
    .option("--config <file>", "configuration file (.ts, .js or .json) instead of the one found")
    .addOption(
      new Option(
        "--emulate",
        "three emulated vendors inside this process: no keys, no network",
      ).conflicts("config"),
    )
    .option(
      "--seed <number>",
      "with --emulate: another seed, other lists (default: 1)",
      wholeNumber(0),
    )
    .option(
      "--emulate-size <count>",
      "with --emulate: audiences of each vendor (default: 140)",
      wholeNumber(0, 1_000_000),
    )
    .option("--faults <file>", "with --emulate: a script of what goes wrong, and when");
}

export function sourceCommand(name: string): Command<[], CommonOptions> {
  return vendorCommand(name)
    .option(
      "--timeout <seconds>",
      "for one request, its whole answer included (default: 30)",
      seconds,
    )
    .option("--verbose", "every request, page and repeat on stderr; never a key, never a person");
}

export function recordCommand(name: string): Command<[], RecordOptions> {
  return sourceCommand(name)
    .optionsGroup("Output:")
    .addOption(new Option("--json", "one JSON document on stdout").conflicts(["ndjson", "csv"]))
    .addOption(
      new Option("--ndjson", "one JSON object a line on stdout").conflicts(["json", "csv"]),
    )
    .addOption(
      new Option(
        "--csv",
        "CSV for people on stdout; cells that a spreadsheet would run begin with '",
      ).conflicts(["json", "ndjson", "raw"]),
    )
    .option("--raw", "with --json or --ndjson: the vendor's own record as well");
}

/** @throws Failure for an option that has no meaning in the format. */
export function formatOf({ json, ndjson, csv, raw }: RecordOptions): Format {
  if (json === true) {
    return "json";
  }
  if (ndjson === true) {
    return "ndjson";
  }
  if (raw === true) {
    throw usageFailure(
      "--raw: a table has no room for the vendor's record; add --json or --ndjson.",
    );
  }
  return csv === true ? "csv" : "table";
}
