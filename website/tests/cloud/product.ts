import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { python, ROOT } from "../python.ts";

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** A request that the local cloud answers with an error: see localcloud/faults.py. */
export interface Fault {
  readonly action: string;
  readonly code: string;
  readonly status: number;
  readonly count?: number | null;
}

/** The whole product: the local cloud, a deployment, its routes, and the built page. */
export class Product {
  readonly #lines: AsyncIterator<string>;
  site = "";
  api = "";
  aws = "";

  private constructor(readonly process: ChildProcess) {
    if (!process.stdout) throw new Error("Python has no output");
    this.#lines = createInterface(process.stdout)[Symbol.asyncIterator]();
  }

  static async start(): Promise<Product> {
    const process = spawn(python(), ["-m", "tests.website.product"], {
      cwd: ROOT,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const product = new Product(process);
    Object.assign(product, await product.#line());
    return product;
  }

  /** What the deployment told the page. */
  async config(): Promise<{ uploads_bucket: string }> {
    const answer = await fetch(`${this.site}/config.json`);
    return (await answer.json()) as { uploads_bucket: string };
  }

  mails(): Promise<Mail[]> {
    return this.#ask<Mail[]>("mails");
  }

  uploads(): Promise<string[]> {
    return this.#ask<string[]>("uploads");
  }

  async fail(fault: Fault): Promise<void> {
    await this.#ask("fault", fault);
  }

  async mend(): Promise<void> {
    await this.#ask("no faults");
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.stdin?.end();
    await ended;
  }

  async #ask<T>(question: string, details: unknown = null): Promise<T> {
    this.process.stdin?.write(`${JSON.stringify([question, details])}\n`);
    return this.#line<T>();
  }

  async #line<T>(): Promise<T> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the product ended; its last words are above");
    return JSON.parse(value);
  }
}
