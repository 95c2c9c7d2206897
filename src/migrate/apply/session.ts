import type { Audiences, Providers } from "../../core/facade.ts";
import type { AnyAdapter } from "../../core/contract.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Store } from "../../store/index.ts";
import { openJournal, readJournal, record } from "../ledger/index.ts";
import type { Lease, Phase, RunState, Step } from "../ledger/index.ts";
import type { Plan } from "../plan.ts";

/** Everything that the steps of one run share, while one process is at work on it. */
export interface Session {
  readonly audiences: Audiences<Providers>;
  readonly adapter: AnyAdapter;
  readonly store: Store;
  readonly plan: Plan;
  readonly run: string;
  readonly signal: AbortSignal | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: Runtime["sleep"];
  /** What was put down so far, by its number. */
  readonly steps: ReadonlyMap<number, Step>;
  /** Puts steps down, all of them or none. */
  put(steps: readonly Step[], state?: RunState): Promise<void>;
  /** Where the adapter keeps what a repeat of this write needs. */
  journal(write: string): ReturnType<typeof openJournal>;
  journaled(write: string): Promise<ReadonlyMap<string, string>>;
}

export type SessionSetup = Pick<
  Session,
  "audiences" | "adapter" | "store" | "plan" | "signal" | "now" | "sleep"
> & {
  readonly lease: Lease;
  readonly phase: Phase;
  readonly steps: readonly Step[];
};

export function createSession({ lease, phase, steps: found, ...setup }: SessionSetup): Session {
  const { store, plan } = setup;
  const steps = new Map(found.map((step) => [step.number, step]));
  return {
    ...setup,
    run: plan.id,
    steps,
    async put(changed, state) {
      await record(store, plan.id, lease, { phase, steps: changed, state });
      for (const step of changed) {
        steps.set(step.number, step);
      }
    },
    journal: (write) => openJournal(store, plan.id, write, lease),
    journaled: (write) => readJournal(store, plan.id, write),
  };
}

/** What a step says of itself, as a number; `undefined` = nothing. */
export function numberIn(step: Step | undefined, name: string): number | undefined {
  const value = step?.detail[name];
  return typeof value === "number" ? value : undefined;
}

export function textIn(step: Step | undefined, name: string): string | undefined {
  const value = step?.detail[name];
  return typeof value === "string" ? value : undefined;
}
