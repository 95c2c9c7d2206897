import type { Exchange, Vendor } from "../kit/operations.ts";
import type { Random } from "../kit/random.ts";
import { createRandom } from "../kit/random.ts";
import { definitionOf } from "./catalog.ts";
import type { Need } from "./definition.ts";
import type { FaultRule, Range } from "./script.ts";
import type { RecordShape, VendorShape } from "./shapes/shape.ts";
import { formatFault } from "./text.ts";

/** What faults have to know of an operation. */
export interface KnownOperation {
  readonly name: string;
  /** Whether it has pages. */
  readonly paged: boolean;
  /** Whether a client sends it a body. */
  readonly hasBody: boolean;
}

const met: Readonly<Record<Need, (shape: VendorShape, operation: KnownOperation) => boolean>> = {
  pages: (_, { paged }) => paged,
  count: ({ count }, { paged }) => paged && count !== undefined,
  word: (shape, { name }) => recordOf(shape, name).word !== undefined,
  dates: (shape, { name }) => recordOf(shape, name).dates !== undefined,
  number: (shape, { name }) => recordOf(shape, name).number !== undefined,
  "request body": (_, { hasBody }) => hasBody,
};

const recordOf = ({ records }: VendorShape, operation: string): RecordShape =>
  records[operation] ?? records.audience;

/** What an operation lacks for a rule; undefined where the rule can befall it. */
export function lackOf(
  { faults, page }: FaultRule,
  shape: VendorShape,
  operation: KnownOperation,
): Need | undefined {
  // A page of what has none never comes.
  if (page !== undefined && !operation.paged) return "pages";
  return faults
    .map(({ kind }) => definitionOf(kind).needs)
    .find((need) => need !== undefined && !met[need](shape, operation));
}

/** The operations of a vendor that a rule can befall. */
export const operationsOf = (
  rule: FaultRule,
  vendor: Vendor,
  shape: VendorShape,
  operations: readonly KnownOperation[],
): readonly string[] =>
  rule.vendor === vendor || rule.vendor === "*"
    ? operations
        .filter(({ name }) => rule.operation === name || rule.operation === "*")
        .filter((operation) => lackOf(rule, shape, operation) === undefined)
        .map(({ name }) => name)
    : [];

/** A rule at work: which requests it has seen, and how often it came about. */
export interface ActiveRule {
  readonly rule: FaultRule;
  readonly line: string;
  readonly random: Random;
  readonly met: () => number;
  /** Sees every request; the turn to be taken if it is this rule's, else undefined. */
  readonly see: (exchange: Exchange) => Turn | undefined;
}

export interface Turn {
  readonly take: () => void;
  /** It could not come about: another request may have it. */
  readonly giveBack: () => void;
}

export function activate(rule: FaultRule, operations: readonly string[], seed: string): ActiveRule {
  const line = formatFault(rule);
  const random = createRandom(`${seed} ${line}`);
  const concerned = new Set(operations);
  const taken = new Map<number, number>();
  const always = rule.every !== undefined || rule.chance !== undefined;
  const times = rule.times ?? (always ? "always" : 1);
  let calls = 0;
  let count = 0;

  /** What the turns are counted by; undefined where it is not this rule's turn. */
  const place = (page: number | undefined): number | undefined => {
    if (rule.page !== undefined) return isIn(rule.page, page) ? page : undefined;
    if (rule.call !== undefined) return isIn(rule.call, calls) ? calls : undefined;
    if (rule.every !== undefined) return calls % rule.every === 0 ? 0 : undefined;
    return rule.chance === undefined || random.fraction() < rule.chance ? 0 : undefined;
  };

  return {
    rule,
    line,
    random,
    met: () => count,
    see({ operation, page }) {
      if (!concerned.has(operation)) return undefined;
      calls += 1;
      const at = place(page);
      if (at === undefined) return undefined;
      const turns = taken.get(at) ?? 0;
      if (times !== "always" && turns >= times) return undefined;
      const change = (by: 1 | -1): void => {
        if (times !== "always") taken.set(at, (taken.get(at) ?? 0) + by);
        count += by;
      };
      return { take: () => change(1), giveBack: () => change(-1) };
    },
  };
}

function isIn(range: Range, value: number | undefined): boolean {
  if (value === undefined) return false;
  return typeof range === "number"
    ? range === value
    : value >= range.from && value <= (range.to ?? Infinity);
}
