// Changes the core in thousands of small ways, one at a time, and counts how many the tests notice.
// Usage: npm run mutate [-- [--from 0.5] [--to 0.6] [FILE…]]   (default: all of src/core). All of it takes hours on two
// cores; `--from` and `--to` take a sample, here a tenth. Never part of a test run.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "audiencekit-mutation-"));
const { values: share, positionals: files } = parseArgs({
  options: { from: { type: "string", default: "0" }, to: { type: "string", default: "1" } },
  allowPositionals: true,
});

const stryker = {
  testRunner: "vitest",
  checkers: ["sample"],
  plugins: ["@stryker-mutator/vitest-runner", "./test/mutation/sample.ts"],
  mutate: files.length > 0 ? files : ["src/core/**/*.ts"],
  coverageAnalysis: "perTest",
  // A change counts as noticed when a test no longer ends; one that is only slow beside others must not.
  timeoutMS: 10_000,
  timeoutFactor: 2,
  concurrency: Number(process.env["MUTATION_PROCESSES"] ?? 2),
  // Stryker rewrites a tsconfig with the TypeScript it finds, and TypeScript 7 has no such interface: name none.
  tsconfigFile: "none.json",
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  thresholds: { high: 95, low: 85, break: 85 },
  vitest: { configFile: "vitest.mutation.config.ts" },
};

const vitestConfig = `import { defineConfig } from "vitest/config";
export default defineConfig({
  test: {
    // The core's own tests and those of its writing: what only others would notice counts as not noticed.
    include: [
      "test/core/**/*.test.ts",
      "test/writing/**/*.test.ts",
      "test/migrate/identity.test.ts",
    ],
    // A million texts, each through an instrumented hash, would take a minute for each change of it.
    exclude: ["test/core/compact-set-many.test.ts"],
    setupFiles: ["test/setup.ts", "test/mutation/early.ts"],
    // Instrumented and two at a time, the tests are slow; a mutant that hangs is stopped by Stryker.
    testTimeout: 60_000,
    // One process for all files: to load everything anew for each costs more than the tests.
    isolate: false,
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
  const env = {
    ...process.env,
    MUTATION_FROM: share.from,
    MUTATION_TO: share.to,
    // Which of thousands of tests comes by which of thousands of changes is a large table.
    NODE_OPTIONS: "--max-old-space-size=7000",
  };
  const options = { cwd: folder, stdio: "inherit", env } as const;
  execFileSync("npm", ["install", "--no-save", "--ignore-scripts", ...versions], options);
  execFileSync("npx", ["stryker", "run"], options);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
