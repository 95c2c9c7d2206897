import type { Cursors } from "../kit/cursors.ts";
import type { Exchange, FaultHooks, Vendor } from "../kit/operations.ts";
import { definitionOf, playFault } from "./catalog.ts";
import type { Faults } from "./control.ts";
import { scriptOf } from "./control.ts";
import { createDetours } from "./detours.ts";
import type { ActiveRule, KnownOperation, Turn } from "./matching.ts";
import { activate, lackOf, operationsOf } from "./matching.ts";
import { createMemory } from "./memory.ts";
import type { Run } from "./scene.ts";
import type { FaultRule } from "./script.ts";
import { batchShape } from "./shapes/batch.ts";
import type { VendorShape } from "./shapes/shape.ts";
import { sonarlyShape } from "./shapes/sonarly.ts";
import { whopShape } from "./shapes/whop.ts";
import { createScene } from "./stage.ts";
import { formatFault } from "./text.ts";

export interface FaultEngineOptions {
  readonly vendor: Vendor;
  readonly seed: number;
  readonly operations: readonly KnownOperation[];
  readonly cursors: Cursors;
  readonly now: () => number;
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export interface FaultEngine {
  readonly hooks: FaultHooks;
  readonly control: Faults;
}

const shapes: Readonly<Record<Vendor, VendorShape>> = {
  whop: whopShape,
  batch: batchShape,
  sonarly: sonarlyShape,
};

/** Lets go wrong, with one vendor, what its rules say. */
export function createFaultEngine(options: FaultEngineOptions): FaultEngine {
  const { vendor, seed, operations, now, wait } = options;
  const shape = shapes[vendor];
  const detours = createDetours(options.cursors);
  const memory = createMemory(shape);
  let rules: readonly ActiveRule[] = [];
  let added = 0;
  let metBefore = 0;
  let serial = 0;

  const able = (rule: FaultRule): readonly string[] =>
    operationsOf(rule, vendor, shape, operations);

  const problem = (rule: FaultRule): string | undefined => {
    if (able(rule).length > 0) return undefined;
    const line = `"${formatFault(rule)}" can befall nothing here:`;
    if (rule.vendor !== vendor && rule.vendor !== "*") return `${line} this is ${vendor}.`;
    const named = operations.find(({ name }) => name === rule.operation);
    const names = operations.map(({ name }) => name).join(", ");
    return named === undefined
      ? `${line} ${vendor} has no operation "${rule.operation}"; it has ${names}.`
      : `${line} ${vendor}.${named.name} has no ${lackOf(rule, shape, named)}.`;
  };

  async function play(
    { rule, random }: ActiveRule,
    exchange: Exchange,
    run: Run,
  ): Promise<{ readonly answer: Response; readonly happened: boolean }> {
    const { scene, become } = await createScene({
      exchange,
      run,
      shape,
      random,
      detours,
      memory,
      now,
      wait,
      nextSerial: () => (serial += 1),
    });
    let happened = false;
    for (const fault of rule.faults) {
      const played = await playFault(fault, scene);
      happened ||= played !== undefined;
      if (played instanceof Response) become(played);
    }
    return { answer: await scene.answer(), happened };
  }

  /** The first rule whose turn it is; all of them see the request. */
  function choose(
    exchange: Exchange,
  ): { readonly rule: ActiveRule; readonly turn: Turn } | undefined {
    const turns = rules.flatMap((rule) => {
      const turn = rule.see(exchange);
      return turn === undefined ? [] : [{ rule, turn }];
    });
    return turns[0];
  }

  const answer: FaultHooks["around"] = async (exchange, run) => {
    const chosen = choose(exchange);
    if (chosen === undefined) return run(exchange);
    chosen.turn.take();
    const played = await play(chosen.rule, exchange, run).catch((reason: unknown) => {
      // A client that went away may have left any reason; only an error counts as one up there.
      throw reason instanceof Error
        ? reason
        : new Error("The client went away.", { cause: reason });
    });
    if (!played.happened) chosen.turn.giveBack();
    return played.answer;
  };

  const looksBack = (): boolean =>
    rules.some(({ rule }) => rule.faults.some(({ kind }) => definitionOf(kind).looksBack === true));

  return {
    hooks: {
      open: detours.open,
      async around(exchange, run) {
        if (rules.length === 0) return run(exchange);
        const given = await answer(exchange, run);
        if (looksBack()) await memory.keep(exchange, given);
        return given;
      },
    },
    control: {
      operations: operations.map(({ name }) => `${vendor}.${name}`),
      problem,
      add(script) {
        const fresh = scriptOf(script)
          .filter((rule) => rule.vendor === vendor || able(rule).length > 0)
          .map((rule) => {
            const what = problem(rule);
            if (what !== undefined) throw new Error(what);
            added += 1;
            return activate(rule, able(rule), `faults ${vendor} ${seed} ${added}`);
          });
        rules = [...rules, ...fresh];
      },
      clear() {
        metBefore += rules.reduce((sum, rule) => sum + rule.met(), 0);
        rules = [];
      },
      list: () => rules.map(({ rule, line, met }) => ({ rule, line, met: met() })),
      met: () => metBefore + rules.reduce((sum, rule) => sum + rule.met(), 0),
    },
  };
}
