import type { ViteUserConfig } from "vitest/config";
import { defineConfig } from "vitest/config";

/** The vendors' documents as judges: apart from the other tests, because Prism comes through npx. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/contracts/**/*.contract.ts"],
    testTimeout: 30_000,
    // The first run downloads Prism.
    hookTimeout: 180_000,
  },
});

export default config;
