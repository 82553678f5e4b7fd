import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/browser/**/*.test.ts"],
    globalSetup: "tests/browser/samples.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One Chromium at a time: the machines that run this are small.
    fileParallelism: false,
    // Every file has a browser and a world of its own; only Playwright's code is shared.
    isolate: false,
  },
});
