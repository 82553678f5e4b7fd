import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { MAKE_SAMPLES, python } from "../python.ts";

declare module "vitest" {
  export interface ProvidedContext {
    samples: string;
  }
}

/** Lets Python lay the files that the tests choose, once for all of them. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "visualneurons-samples-"));
  execFileSync(python(), [MAKE_SAMPLES, "lay", folder], { stdio: "inherit" });
  project.provide("samples", folder);
  return () => rmSync(folder, { recursive: true });
}
