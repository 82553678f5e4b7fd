// Runs a TypeScript file with Vite's own runner: node run.mjs FILE ARGUMENTS…
import { runnerImport } from "vite";

const [file] = process.argv.splice(2, 1);
await runnerImport(file, { configFile: false, logLevel: "error" });
