import { defineConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";

/** The dashboard's page in a real browser: apart from the other tests, because not every machine has one. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/browser/**/*.test.ts"],
    globalSetup: ["test/browser/support/setup.ts"],
    reporters: ["default", "./test/support/counts-reporter.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What the page is to show is waited for as long as a test may last: by default, for a second.
    expect: { poll: { timeout: 25_000 } },
    // Two browsers at once are enough for a small machine.
    maxWorkers: 2,
  },
});

export default config;
