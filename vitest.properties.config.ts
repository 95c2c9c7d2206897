import { defineConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";

/** The same properties as in `npm test`, tried more often: some minutes instead of some seconds. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/properties/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    env: { AUDIENCEKIT_CAMPAIGN: "yes" },
    testTimeout: 600_000,
  },
});

export default config;
