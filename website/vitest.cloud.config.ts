import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/cloud/**/*.test.ts"],
    globalSetup: "tests/browser/samples.ts",
    testTimeout: 300_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
