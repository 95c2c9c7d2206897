import { defineConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // In a browser: npm run test:browser. A campaign of crashes: npm run test:crashes
    exclude: ["test/browser/**", "test/crashes/**", "**/node_modules/**"],
    setupFiles: ["test/setup.ts"],
    reporters: ["default", "./test/support/counts-reporter.ts"],
    // A listing that never ends must fail soon, not hold up the run.
    testTimeout: 10_000,
    coverage: { provider: "v8", include: ["src/**", "adapters/**"] },
  },
});

export default config;
