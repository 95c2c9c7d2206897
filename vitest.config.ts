import { defineConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    // A listing that never ends must fail soon, not hold up the run.
    testTimeout: 10_000,
    coverage: { provider: "v8", include: ["src/**", "adapters/**"] },
  },
});

export default config;
