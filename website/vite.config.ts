import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const withoutStreams = fileURLToPath(new URL("./src/upload/without-streams.ts", import.meta.url));

export default defineConfig({
  base: "./",
  resolve: {
    // lib-storage looks for Node streams; the page only ever sends bytes, so 12 KB stay away.
    alias: [{ find: /^stream$/, replacement: withoutStreams }],
  },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
});
