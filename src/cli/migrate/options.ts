import { InvalidArgumentError } from "@commander-js/extra-typings";
import type { Command } from "@commander-js/extra-typings";

import type { CommonOptions } from "../options.ts";
import { sourceCommand } from "../options.ts";
import { column } from "../write-options.ts";

/** Options of every command about migrations. A type, as commander takes no interface. */
export type MigrateOptions = CommonOptions & {
  readonly database?: string | undefined;
  readonly json?: true | undefined;
};

/** Options of the command that carries a plan out. */
export type ApplyCommandOptions = MigrateOptions & {
  readonly suppress?: string | undefined;
  readonly minCarried?: number | undefined;
  readonly sourceCheck?: boolean | undefined;
  readonly found?: "written" | "absent" | undefined;
};

/** Options of the commands that make a plan. */
export type PlanCommandOptions = MigrateOptions & {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly all?: true | undefined;
  readonly crosswalk?: string | undefined;
  readonly suppress?: string | undefined;
  readonly column?: Readonly<Record<string, string | number>> | undefined;
  readonly header: boolean;
  readonly defaultCountry?: string | undefined;
  readonly purpose?: string | undefined;
  readonly withheld?: string | undefined;
  readonly html?: string | undefined;
  readonly minCarried?: number | undefined;
};

/** Takes `0.95` as well as `95%`. */
export function share(text: string): number {
  const [, digits, isPercent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = digits === undefined ? Number.NaN : Number(digits) / (isPercent === "%" ? 100 : 1);
  if (!(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError("It must be a share, such as 0.95 or 95%.");
  }
  return value;
}

export function migrateSubcommand(name: string): Command<[], MigrateOptions> {
  return sourceCommand(name)
    .optionsGroup("Where plans and runs are kept:")
    .option(
      "--database <address>",
      "file:PATH or postgres://… (default: AUDIENCEKIT_DATABASE_URL, or file:.audiencekit/audiencekit.db)",
    )
    .optionsGroup("Output:")
    .option("--json", "one JSON document on stdout");
}

export function planSubcommand(name: string): Command<[string, string], PlanCommandOptions> {
  return migrateSubcommand(name)
    .argument("<from>", "provider:id, csv:FILE or jsonl:FILE; a provider with --all")
    .argument("<to>", "provider:id, csv:FILE, jsonl:FILE, or a provider with --name")
    .option("--withheld <file>", "a CSV of everybody who is not carried, with their identifiers")
    .option("--html <file>", "the plan as one page, to be shown to others")
    .optionsGroup("What is carried:")
    .option("--name <name>", "of the new audience; with --all, {name} is the name of each")
    .option("--description <text>", "of the new audience, where the vendor takes one")
    .option("--all", "every audience of the provider, each by a plan of its own")
    .option("--crosswalk <file>", "CSV or JSON lines: which identifiers belong to one person")
    .option("--suppress <file>", "CSV or JSON lines: people who are never written")
    .option(
      "--column <column>",
      "what a column of a CSV source holds, if its header does not say: email=Mail",
      column,
    )
    .option("--no-header", "the first line of a CSV source is a person; name the columns")
    .option("--default-country <code>", "of phones without a country code, such as FR")
    .option("--purpose <text>", "what allows this; kept in the plan")
    .option("--min-carried <share>", "stop with 7 if fewer can be carried: 0.95 or 95%", share);
}
