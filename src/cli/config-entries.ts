import path from "node:path";

import * as z from "zod";

import type { AnyAdapter } from "../core/contract.ts";
import type { ConfigFile } from "./config-file.ts";
import { vendorEntry } from "./entry.ts";
import type { ProviderEntry } from "./entry.ts";
import { usageFailure } from "./failures.ts";
import type { Io } from "./io.ts";
import { looseFileWarning } from "./loose-file.ts";
import { didYouMean } from "./suggest.ts";
import { adapterNames, isAdapterName } from "./vendor-names.ts";
import type { AdapterName } from "./vendor-names.ts";

/** The whole of a configuration; the options of a provider are checked by its vendor when it is used. */
const shape = z.strictObject({ providers: z.record(z.string(), z.looseObject({})) });

/** A text that stands for an environment variable: `env:WHOP_API_KEY`. */
const reference = /^env:(.*)$/s;

export interface ConfigEntries {
  readonly entries: readonly ProviderEntry[];
  readonly warnings: readonly string[];
}

function isAdapter(value: unknown): value is AnyAdapter {
  return (
    typeof value === "object" &&
    value !== null &&
    "vendor" in value &&
    typeof value.vendor === "string" &&
    "list" in value &&
    typeof value.list === "function"
  );
}

function explain(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `${key} is not known here.${didYouMean(key, ["providers"])}`);
  }
  const at = issue.path.length === 0 ? "what it exports" : issue.path.map(String).join(".");
  return [
    `${at} is wrong: ${issue.message.replace(/^Invalid input: /, "")}; write { providers: { whop: { vendor: "whop", … } } }.`,
  ];
}

/** Puts the values of environment variables where an entry names them. */
function resolve(
  options: Readonly<Record<string, unknown>>,
  env: Io["env"],
  nameOf: (option: string) => string,
): Record<string, unknown> {
  const resolved = Object.entries(options).map(([option, value]) => {
    const variable = typeof value === "string" ? reference.exec(value)?.[1] : undefined;
    if (variable !== undefined && (env[variable] ?? "") === "") {
      throw usageFailure(
        `${nameOf(option)} names the environment variable ${variable}, which is ${env[variable] === undefined ? "not set" : "empty"}; set it.`,
      );
    }
    return [option, variable === undefined ? value : env[variable]] as const;
  });
  return Object.fromEntries(resolved);
}

/** A path in a configuration is meant from where the configuration is, wherever the command is run. */
function fromFolder(
  options: Readonly<Record<string, unknown>>,
  vendor: AdapterName,
  folder: string,
): Readonly<Record<string, unknown>> {
  const { path: given } = options;
  const isPath = (vendor === "csv" || vendor === "jsonl") && typeof given === "string";
  return isPath && given.trim() !== ""
    ? { ...options, path: path.resolve(folder, given) }
    : options;
}

function entryOf(
  name: string,
  value: Readonly<Record<string, unknown>>,
  { shown, folder }: ConfigFile,
  env: Io["env"],
): ProviderEntry {
  if (isAdapter(value)) {
    return { name, vendor: value.vendor, open: () => value };
  }
  const { vendor, ...options } = value;
  const nameOf = (option: string): string => `${shown}: providers.${name}.${option}`;
  if (!isAdapterName(vendor)) {
    const problem =
      typeof vendor === "string"
        ? `is none of ${adapterNames.join(", ")}.${didYouMean(vendor, adapterNames)}`
        : `is missing; set it to one of ${adapterNames.join(", ")}.`;
    throw usageFailure(`${nameOf("vendor")} ${problem}`);
  }
  return {
    name,
    vendor,
    open: (overrides) =>
      vendorEntry({
        name,
        vendor,
        options: fromFolder(resolve(options, env, nameOf), vendor, folder),
        nameOf,
        whenMissing: (option) =>
          option === "baseUrl"
            ? "set it, or leave it out for the vendor's own address."
            : `set it, in JSON for instance to "env:NAME" for the environment variable NAME.`,
      }).open(overrides),
  };
}

/**
 * Checks a configuration file and gives its providers.
 * @throws Failure naming the file and everything in it that has no meaning.
 */
export function configEntries(file: ConfigFile, env: Io["env"]): ConfigEntries {
  const checked = shape.safeParse(file.value);
  if (!checked.success) {
    const problems = checked.error.issues.flatMap(explain);
    throw usageFailure(problems.map((problem) => `${file.shown}: ${problem}`).join("\n"));
  }
  const providers = Object.entries(checked.data.providers);
  if (providers.length === 0) {
    throw usageFailure(
      `${file.shown} has no providers; add one, such as whop: { vendor: "whop", … }.`,
    );
  }
  const keys = providers.flatMap(([, { apiKey }]) =>
    typeof apiKey === "string" && !reference.test(apiKey) && file.text.includes(apiKey)
      ? [apiKey]
      : [],
  );
  return {
    entries: providers.map(([name, value]) => entryOf(name, value, file, env)),
    warnings: looseFileWarning(file.shown, file.mode, keys),
  };
}
