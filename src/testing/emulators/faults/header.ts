import type { Vendor } from "../kit/operations.ts";
import type { FaultRule, Range } from "./script.ts";
import { compact, numberProblem, readNumber } from "./source.ts";
import type { Bounds } from "./source.ts";

/** Everything of a rule but what goes wrong. */
export type Header = Omit<FaultRule, "faults">;

export const vendors: readonly (Vendor | "*")[] = ["whop", "batch", "sonarly", "*"];

const usage =
  'A line reads "VENDOR.OPERATION WHEN: FAULT", such as "whop.list page 3: 429 retry-after 2"';

/** Reads what stands before the colon. */
export function readHeader(text: string): Header {
  const words = text.trim().split(/\s+/);
  const [vendorName = "", operation = "", ...others] = words.shift()?.split(".") ?? [];
  const vendor = vendors.find((one) => one === vendorName);
  if (vendor === undefined || !/^(?:\*|\w+)$/.test(operation) || others.length > 0)
    throw new Error(
      `it must begin with VENDOR.OPERATION, and the vendor be one of ${vendors.join(", ")}. ${usage}`,
    );

  let when: Pick<Header, "page" | "call" | "every" | "chance"> = {};
  let times: FaultRule["times"];
  while (words.length > 0) {
    const word = words.shift() ?? "";
    const once = (free: boolean): void => {
      if (!free) throw new Error(`"${word}" is one too many: say when only once. ${usage}`);
    };
    const value = (): string => {
      const next = words.shift();
      if (next === undefined) throw new Error(`"${word}" needs a number. ${usage}`);
      return next;
    };
    if (word === "times" || word === "always") {
      once(times === undefined);
      times = word === "always" ? word : whole(word, value());
    } else {
      once(Object.keys(when).length === 0);
      if (word === "page") when = { page: readRange(word, value()) };
      else if (word === "call") when = { call: readRange(word, value()) };
      else if (word === "every") when = { every: whole(word, value()) };
      else if (word === "chance") when = { chance: checked(word, value(), chances) };
      else
        throw new Error(
          `"${word}" is not one of page, call, every, chance, times, always. ${usage}`,
        );
    }
  }
  return compact({ vendor, operation, ...when, times });
}

const chances: Bounds = { least: 0, most: 1, whole: false };

function checked(name: string, word: string, bounds: Bounds): number {
  const value = readNumber(word);
  if (value === undefined) throw new Error(`"${name}" must be followed by a number, not ${word}`);
  const problem = numberProblem(value, bounds);
  if (problem !== undefined) throw new Error(`${name} ${problem}`);
  return value;
}

const whole = (name: string, word: string): number => checked(name, word, { least: 1 });

function readRange(name: string, word: string): Range {
  const [first = "", last, ...others] = word.split("..");
  const from = whole(name, first);
  if (last === undefined) return from;
  if (last === "") return { from };
  const to = whole(name, last);
  if (to < from || others.length > 0)
    throw new Error(`${name} ${word} is no range; one reads 1..3, or 3.. without an end`);
  return { from, to };
}

const writeRange = (range: Range): string =>
  typeof range === "number" ? String(range) : `${range.from}..${range.to ?? ""}`;

export function writeHeader({ vendor, operation, ...rule }: Header): string {
  const { page, call, every, chance, times } = rule;
  return [
    `${vendor}.${operation}`,
    ...(page === undefined ? [] : [`page ${writeRange(page)}`]),
    ...(call === undefined ? [] : [`call ${writeRange(call)}`]),
    ...(every === undefined ? [] : [`every ${every}`]),
    ...(chance === undefined ? [] : [`chance ${chance}`]),
    ...(times === undefined ? [] : [times === "always" ? times : `times ${times}`]),
  ].join(" ");
}
