import { defineConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/crashes/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    env: { AUDIENCEKIT_CAMPAIGN: "yes" },
    testTimeout: 3_600_000,
  },
});

export default config;
