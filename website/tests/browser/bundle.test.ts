import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const MOST_BYTES = 150_000;
const MOST_BYTES_AT_FIRST = 45_000;

async function gzipped(wanted: RegExp): Promise<number> {
  const files = (await readdir(DIST, { recursive: true })).filter((file) => wanted.test(file));
  const sizes = files.map(async (file) => gzipSync(await readFile(DIST + file)).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

test("all of the page, its font and the SDK included, is at most 150 kB gzipped", async () => {
  expect(await gzipped(/\.(js|css|html|svg|woff2)$/)).toBeLessThan(MOST_BYTES);
});

test("what the form needs before a clip is chosen is at most 45 kB gzipped", async () => {
  expect(await gzipped(/(index-[^/]*\.(js|css)|index\.html|\.woff2)$/)).toBeLessThan(
    MOST_BYTES_AT_FIRST,
  );
});

test("the page has no inline script or style", async () => {
  const html = await readFile(`${DIST}index.html`, "utf8");
  expect(html).not.toMatch(/<style|style=|<script(?![^>]*src=)|\son\w+=/);
});
