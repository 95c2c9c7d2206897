import type * as z from "zod";

import type { AnyAdapter } from "../core/contract.ts";
import { isAudienceError } from "../core/errors.ts";
import { usageFailure } from "./failures.ts";
import { didYouMean } from "./suggest.ts";
import type { AdapterName } from "./vendor-names.ts";
import { vendors } from "./vendors.ts";

/** What a command sets for every provider, whatever the configuration says. */
export interface Overrides {
  readonly timeout?: number | undefined;
  readonly retries?: number | undefined;
  readonly maxRetryTime?: number | undefined;
}

/** A provider that is configured, rightly or wrongly; which of the two shows when it is opened. */
export interface ProviderEntry {
  readonly name: string;
  readonly vendor: string;
  /** @throws Failure that names everything that is wrong, each with its remedy. */
  readonly open: (overrides?: Overrides) => AnyAdapter;
}

export interface VendorEntrySetup {
  readonly name: string;
  readonly vendor: AdapterName;
  readonly options: Readonly<Record<string, unknown>>;
  /** What a person calls an option: `WHOP_API_KEY`, or `providers.whop.apiKey in audiencekit.config.json`. */
  readonly nameOf: (option: string) => string;
  /** What is to be done about one that is missing. */
  readonly whenMissing: (option: string) => string;
}

function explain(issue: z.core.$ZodIssue, setup: VendorEntrySetup): readonly string[] {
  const { vendor, options, nameOf } = setup;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map(
      (key) =>
        `${nameOf(key)} is not an option of ${vendor}.${didYouMean(key, vendors[vendor].options)}`,
    );
  }
  const option = String(issue.path[0] ?? "");
  if ((options[option] ?? null) === null) {
    return [`${nameOf(option)} is missing; ${setup.whenMissing(option)}`];
  }
  return [`${nameOf(option)} is wrong: ${issue.message.replace(/^Invalid input: /, "")}.`];
}

/** What the types allow and yet cannot be: an empty text. */
function emptyOptions({ options, nameOf, whenMissing }: VendorEntrySetup): readonly string[] {
  return Object.entries(options)
    .filter(([, value]) => typeof value === "string" && value.trim() === "")
    .map(([option]) => `${nameOf(option)} is empty; ${whenMissing(option)}`);
}

/** An adapter's complaint about an option, in the words of whoever set it. */
function complaint(error: unknown, { vendor, nameOf }: VendorEntrySetup): string | undefined {
  if (!isAudienceError(error) || error.code !== "invalid_argument") {
    return undefined;
  }
  const [, option, rest] = new RegExp(`^${vendor}: (\\w+) (.*)$`, "s").exec(error.message) ?? [];
  return option === undefined || rest === undefined ? error.message : `${nameOf(option)} ${rest}`;
}

export function vendorEntry(setup: VendorEntrySetup): ProviderEntry {
  const { name, vendor, options } = setup;
  return {
    name,
    vendor,
    open(overrides = {}) {
      const issues = vendors[vendor].check(options).flatMap((issue) => explain(issue, setup));
      const problems = [...issues, ...emptyOptions(setup)];
      if (problems.length > 0) {
        throw usageFailure(problems.join("\n"));
      }
      // A file knows no timeout.
      const given = Object.entries(overrides).filter(
        ([option, value]) => value !== undefined && vendors[vendor].options.includes(option),
      );
      try {
        return vendors[vendor].open({ ...options, ...Object.fromEntries(given) });
      } catch (error) {
        const message = complaint(error, setup);
        throw message === undefined ? error : usageFailure(message);
      }
    },
  };
}
