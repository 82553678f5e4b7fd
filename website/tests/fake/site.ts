import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type Answer, type Listening, listen } from "./server.ts";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".jpg": "image/jpeg",
};

/** Serves the built page compressed as CloudFront does, with its config.json and thumbnails. */
export class FakeSite {
  config: unknown = {};
  readonly pictures = new Map<string, Buffer>();
  #listening: Listening | undefined;

  get origin(): string {
    return this.#listening?.origin ?? "";
  }

  async start(): Promise<void> {
    this.#listening = await listen(({ path }) => this.#answer(path));
  }

  async close(): Promise<void> {
    await this.#listening?.close();
  }

  async #answer(path: string): Promise<Answer> {
    const headers = { "Cache-Control": "no-store" };
    const picture = this.pictures.get(path);
    if (picture)
      return { status: 200, headers: { ...headers, "Content-Type": "image/jpeg" }, body: picture };
    if (path === "/config.json") return { status: 200, headers, body: JSON.stringify(this.config) };
    const file = normalize(path === "/" ? "/index.html" : path);
    try {
      const body = await readFile(join(DIST, file));
      const type = { "Content-Type": TYPES[extname(file)] ?? "" };
      if (extname(file) === ".woff2")
        return { status: 200, headers: { ...headers, ...type }, body };
      const zipped = { ...headers, ...type, "Content-Encoding": "gzip" };
      return { status: 200, headers: zipped, body: gzipSync(body) };
    } catch {
      return { status: 404, headers };
    }
  }
}
