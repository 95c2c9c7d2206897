import { sendingAddresses } from "./cases/addresses.ts";
import type { Case } from "./cases/case.ts";
import { failing } from "./cases/failing.ts";
import { held } from "./cases/held.ts";
import { heldWriting } from "./cases/held-writing.ts";
import { honesty } from "./cases/honesty.ts";
import { writingMembers } from "./cases/members.ts";
import { readingPages } from "./cases/paging.ts";
import { readingRecords } from "./cases/records.ts";
import { repeating } from "./cases/repeating.ts";
import { keepingTheSecret } from "./cases/secret.ts";
import { stopping } from "./cases/stopping.ts";
import { passingTrouble } from "./cases/trouble.ts";
import { waiting } from "./cases/waiting.ts";
import { readingWhole } from "./cases/whole.ts";
import { writing } from "./cases/writing.ts";
import type { AdapterSpec, ConformanceRunner, HeldAdapterSpec } from "./spec.ts";
import { createSubject } from "./subject.ts";

/** The suite that every adapter passes, on the test runner that it was made for. */
export interface Conformance {
  /** Tests an adapter that speaks HTTP. Call it once, at the top of the adapter's test file. */
  readonly testAdapter: (name: string, spec: AdapterSpec) => void;
  /** Tests an adapter that asks nobody, such as one in memory: the behavioural half of the suite. */
  readonly testHeldAdapter: (name: string, spec: HeldAdapterSpec) => void;
}

/**
 * Makes the conformance suite for a test runner, such as vitest or node:test.
 *
 * It needs no network and no mock of it: adapters get a `fetch`, a clock and a sleep of the suite's own.
 */
export function createConformance(runner: ConformanceRunner): Conformance {
  const define = (name: string, cases: readonly Case[]): void =>
    runner.describe(`${name} is a conforming adapter`, () => {
      for (const { title, run } of cases) {
        runner.test(title, run);
      }
    });
  return {
    testAdapter(name, spec) {
      const subject = createSubject(name, spec, runner);
      const make = (): ReturnType<typeof spec.adapter> => subject.start(() => undefined).adapter;
      define(name, [
        ...readingWhole(subject),
        ...readingPages(subject),
        ...readingRecords(subject),
        ...sendingAddresses(subject),
        ...failing(subject),
        ...passingTrouble(subject),
        ...keepingTheSecret(subject),
        ...stopping(subject),
        ...writing(subject),
        ...repeating(subject),
        ...writingMembers(subject),
        ...waiting(subject),
        ...honesty(name, make, spec, runner),
      ]);
    },
    testHeldAdapter(name, spec) {
      define(name, [
        ...held(name, spec, runner),
        ...heldWriting(name, spec),
        ...honesty(name, spec.adapter, spec, runner),
      ]);
    },
  };
}
