import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { JOB, World } from "../fake/world.ts";
import { launch, PHONE, Visit } from "./chromium.ts";

/** What a visitor with a slow phone waits for: `node tests/browser/run.mjs ./tests/browser/measure.ts SAMPLES`. Figures as Lighthouse defines them. */
const [samples = ""] = process.argv.slice(2);
const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const RUNS = 5;
/** Lighthouse's "slow 4G" and its mid-range phone. */
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: 204_800,
  uploadThroughput: 93_750,
};
const CPU_SLOWDOWN = 4;

interface Figures {
  readonly firstPaint: number;
  readonly largestPaint: number;
  readonly blocking: number;
  readonly shift: number;
}

function observe(): void {
  const seen = { firstPaint: 0, largestPaint: 0, blocking: 0, shift: 0 };
  Object.assign(window, { seen });
  const watch = (type: string, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
      type,
      buffered: true,
    });
  watch("paint", (entry) => {
    if (entry.name === "first-contentful-paint") seen.firstPaint = entry.startTime;
  });
  watch("largest-contentful-paint", (entry) => {
    seen.largestPaint = entry.startTime;
  });
  // Blocking time: what every task takes beyond 50 ms.
  watch("longtask", (entry) => {
    seen.blocking += entry.duration - 50;
  });
  watch("layout-shift", (entry) => {
    seen.shift += (entry as PerformanceEntry & { value: number }).value;
  });
}

async function visit(page: Page, address: string): Promise<Figures> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", NETWORK);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
  await page.addInitScript(observe);
  await page.goto(address);
  await page.waitForTimeout(7000);
  return page.evaluate(() => (window as unknown as { seen: Figures }).seen);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function sizes(): Promise<void> {
  let total = 0;
  for (const entry of await readdir(DIST, { recursive: true })) {
    if (!/\.(js|css|html|woff2|svg)$/.test(entry)) continue;
    const body = await readFile(DIST + entry);
    const sent = entry.endsWith(".woff2") ? body.length : gzipSync(body, { level: 9 }).length;
    total += sent;
    console.log(`${(sent / 1000).toFixed(1).padStart(8)} kB  ${entry}`);
  }
  console.log(`${(total / 1000).toFixed(1).padStart(8)} kB  in all`);
}

await sizes();
const browser = await launch();
for (const [name, hash] of [
  ["form", ""],
  ["job", `#job=${JOB}`],
] as const) {
  const all: Figures[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const world = await World.create(samples);
    world.painting(5, 12);
    const visitor = await Visit.start(browser, { viewport: PHONE });
    all.push(await visit(visitor.page, `${world.site.origin}/${hash}`));
    await visitor.end();
    await world.close();
  }
  const middle = (key: keyof Figures) => median(all.map((figures) => figures[key]));
  console.log(
    `${name}: first contentful paint ${middle("firstPaint").toFixed(0)} ms, ` +
      `largest ${middle("largestPaint").toFixed(0)} ms, ` +
      `total blocking time ${middle("blocking").toFixed(0)} ms, ` +
      `layout shift ${middle("shift").toFixed(3)}`,
  );
}
await browser.close();
