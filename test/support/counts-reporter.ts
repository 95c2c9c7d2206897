import type { Reporter, TestModule } from "vitest/node";

/** Ends a run with the one line that a machine can count by; vitest has none of this form. */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const states = tests.map((test) => test.result().state);
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const count = (state: string): number => states.filter((other) => other === state).length;
    const failed = count("failed") + broken + errors.length;
    const skipped = count("skipped");
    const tail = skipped > 0 ? `, ${skipped} skipped` : "";
    process.stdout.write(`${count("passed")} passed, ${failed} failed${tail}\n`);
  }
}
