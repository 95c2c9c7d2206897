import type { Json } from "./json.ts";
import { parseFaults, readFaults } from "./parse.ts";
import type { FaultRule, FaultScript } from "./script.ts";

/** A rule with how often it came about. */
export interface MetFault {
  readonly rule: FaultRule;
  /** The rule as text. */
  readonly line: string;
  readonly met: number;
}

/** What goes wrong in an emulator, to look at and to change while it runs. */
export interface Faults {
  /**
   * Adds rules behind those there are. Calls and pages are counted from here on.
   * @throws Error for a script that cannot be read, or that names what the vendor does not have.
   */
  readonly add: (script: FaultScript | string) => void;
  /** Heals the vendor: takes all rules away. Cursors that faults have given still lead on. */
  readonly clear: () => void;
  /** The rules there are, in order. */
  readonly list: () => readonly MetFault[];
  /** How often anything came about since the emulator was made, cleared rules included. */
  readonly met: () => number;
  /** What rules can name: every operation with its vendor, such as "whop.list". */
  readonly operations: readonly string[];
  /** Why a rule can befall nothing here; undefined where it can. */
  readonly problem: (rule: FaultRule) => string | undefined;
}

/** A script as rules, whichever way it was written. */
export const scriptOf = (script: FaultScript | string): FaultScript =>
  typeof script === "string" ? parseFaults(script) : readFaults(copied(script));

/** What was typed is checked like what was read: a test's typing mistake must not pass. */
function copied(script: FaultScript): Json {
  const copy: Json = JSON.parse(JSON.stringify(script));
  return copy;
}

/** One control over the faults of several vendors. */
export function combineFaults(all: readonly Faults[]): Faults {
  const ableTo = (rule: FaultRule): readonly Faults[] =>
    all.filter((faults) => faults.problem(rule) === undefined);
  /** Those a rule speaks to: that the others are others is no news. */
  function spokenTo({ vendor }: FaultRule): readonly Faults[] {
    const named = all.filter(({ operations }) => operations[0]?.startsWith(`${vendor}.`));
    return named.length > 0 ? named : all;
  }
  const problem = (rule: FaultRule): string | undefined =>
    ableTo(rule).length > 0
      ? undefined
      : spokenTo(rule)
          .map((faults) => faults.problem(rule))
          .join(" ");

  return {
    operations: all.flatMap(({ operations }) => operations),
    problem,
    add(script) {
      const rules = scriptOf(script);
      for (const rule of rules) {
        const what = problem(rule);
        if (what !== undefined) throw new Error(what);
      }
      for (const rule of rules) for (const faults of ableTo(rule)) faults.add([rule]);
    },
    clear() {
      for (const faults of all) faults.clear();
    },
    list: () => all.flatMap((faults) => faults.list()),
    met: () => all.reduce((sum, faults) => sum + faults.met(), 0),
  };
}
