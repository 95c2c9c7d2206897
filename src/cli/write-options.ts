import type { Command } from "@commander-js/extra-typings";
import { InvalidArgumentError } from "@commander-js/extra-typings";

import { sourceCommand } from "./options.ts";
import type { CommonOptions } from "./options.ts";

/** Options of every command that writes to a vendor. */
export type WriteCommandOptions = CommonOptions & {
  readonly dryRun?: true | undefined;
  readonly json?: true | undefined;
};

export function writeCommand(name: string): Command<[], WriteCommandOptions> {
  return sourceCommand(name)
    .optionsGroup("Output:")
    .option("--json", "one JSON document on stdout")
    .optionsGroup("What is written:")
    .option("--dry-run", "nothing: look, and say what would be done");
}

/** Options of every command that takes people from a file. */
export type FileOptions = WriteCommandOptions & {
  readonly file?: string | undefined;
  readonly column?: Readonly<Record<string, string | number>> | undefined;
  readonly header: boolean;
  readonly defaultCountry?: string | undefined;
  readonly repeat?: string | undefined;
};

/** Takes `email=Mail` or `email=2`, once for each column. */
export function column(
  text: string,
  before: Readonly<Record<string, string | number>> | undefined,
): Readonly<Record<string, string | number>> {
  const [, field, name = ""] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (field === undefined) {
    throw new InvalidArgumentError("Write email=Mail for its header, or email=2 for its number.");
  }
  return { ...before, [field]: /^\d+$/.test(name) ? Number(name) : name };
}

function repeatKey(text: string): string {
  if (!/^[\u0021-\u007e]{1,200}$/.test(text)) {
    throw new InvalidArgumentError("It must be as it was printed.");
  }
  return text;
}

export function fileCommand(name: string): Command<[], FileOptions> {
  return writeCommand(name)
    .option("--file <file>", "people, as CSV or as JSON lines")
    .option(
      "--column <column>",
      "what a column of a CSV holds, if its header does not say: email=Mail, or email=2",
      column,
    )
    .option("--no-header", "the first line of a CSV is a person; name the columns with --column")
    .option("--default-country <code>", "of phones without a country code, such as FR")
    .option(
      "--repeat <key>",
      "do what an earlier run may have done, by the key it printed",
      repeatKey,
    );
}
