import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import fc from "fast-check";
import type { Facts } from "../../src/bytes/facts.ts";
import { MAKE_SAMPLES, python } from "../python.ts";

/** A file that Pillow (or FFmpeg, for video) is to write. */
export interface Wish {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly delays: readonly number[];
  readonly seed: number;
  readonly variant?: string;
  readonly orientation?: number;
}

export interface Sample {
  readonly bytes: Uint8Array;
  readonly facts: Omit<Facts, "kind">;
}

/** A Python process that writes files and says what it sees in them. */
export class Pillow {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  constructor() {
    this.#process = spawn(python(), [MAKE_SAMPLES, "serve"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    if (!this.#process.stdout) throw new Error("Python has no output");
    this.#reader = createInterface(this.#process.stdout);
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  async write(wish: Wish): Promise<Sample> {
    this.#process.stdin?.write(`${JSON.stringify(wish)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`Python ended at ${JSON.stringify(wish)}`);
    const { bytes, facts } = JSON.parse(value);
    return { bytes: new Uint8Array(Buffer.from(bytes, "base64")), facts };
  }

  close(): void {
    this.#reader.close();
    this.#process.kill();
  }
}

export const side = fc.integer({ min: 1, max: 90 });
export const seed = fc.nat(1_000_000);

/** Sides that every video codec takes. */
export const videoSide = fc.integer({ min: 8, max: 60 }).map((half) => half * 2);

export function delays(step: number, most: number, frames = 9): fc.Arbitrary<number[]> {
  const delay = fc.integer({ min: 1, max: most }).map((count) => count * step);
  return fc.array(delay, { minLength: 1, maxLength: frames });
}
