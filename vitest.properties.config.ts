import { defineConfig } from "vitest/config";
import type { ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/properties/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    testTimeout: 600_000,
  },
});

export default config;
