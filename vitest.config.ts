import { defineConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // In a browser: npm run test:browser
    exclude: ["test/browser/**", "**/node_modules/**"],
    setupFiles: ["test/setup.ts"],
    reporters: ["default", "./test/support/counts-reporter.ts"],
    // A listing that never ends must fail soon, not hold up the run.
    testTimeout: 10_000,
    coverage: { provider: "v8", include: ["src/**", "adapters/**"] },
  },
});

export default config;
