// Changes the core in thousands of small ways, one at a time, and counts how many the tests notice.
// Usage: npm run mutate [-- FILE…]   (default: all of src/core). Takes hours on two cores; never part of a test run.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "audiencekit-mutation-"));
const files = process.argv.slice(2);

const stryker = {
  testRunner: "vitest",
  mutate: files.length > 0 ? files : ["src/core/**/*.ts"],
  coverageAnalysis: "perTest",
  concurrency: Number(process.env["MUTATION_PROCESSES"] ?? 2),
  // Stryker rewrites a tsconfig with the TypeScript it finds, and TypeScript 7 has no such interface: name none.
  tsconfigFile: "none.json",
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { logTests: false, reportTests: false },
  thresholds: { high: 95, low: 85, break: 85 },
  vitest: { configFile: "vitest.mutation.config.ts" },
};

const vitestConfig = `import { defineConfig } from "vitest/config";
export default defineConfig({
  test: {
    // The core's own tests and those of its writing: what only others would notice counts as not noticed.
    include: ["test/core/**/*.test.ts", "test/writing/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    // Instrumented and two at a time, the tests are slow; a mutant that hangs is stopped by Stryker.
    testTimeout: 60_000,
  },
});
`;

try {
  const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  for (const file of [...tracked.split("\n").filter((name) => name !== ""), "node_modules"]) {
    cpSync(path.join(root, file), path.join(folder, file), { recursive: true, force: true });
  }
  writeFileSync(path.join(folder, "stryker.config.json"), JSON.stringify(stryker));
  writeFileSync(path.join(folder, "vitest.mutation.config.ts"), vitestConfig);
  const versions = ["@stryker-mutator/core@10.1.1", "@stryker-mutator/vitest-runner@10.1.1"];
  const options = { cwd: folder, stdio: "inherit" } as const;
  execFileSync("npm", ["install", "--no-save", "--ignore-scripts", ...versions], options);
  execFileSync("npx", ["stryker", "run"], options);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
