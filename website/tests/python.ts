import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const MAKE_SAMPLES = `${ROOT}tests/website/make_samples.py`;

/** The project's own Python, set up by `make test`; PYTHON names another one. */
export function python(): string {
  const own = `${ROOT}.venv/bin/python`;
  return process.env.PYTHON ?? (existsSync(own) ? own : "python3");
}
