import { mkdir } from "node:fs/promises";
import type { Page } from "playwright-core";
import { JOB, World } from "../fake/world.ts";
import { DESKTOP, launch, PHONE, Visit } from "./chromium.ts";

/** Screenshots of every state: `node tests/browser/run.mjs ./tests/browser/shots.ts SAMPLES OUT [name …]`. */
const [samples = "", out = "", ...wanted] = process.argv.slice(2);

type Scene = (page: Page, world: World) => Promise<void>;

const home: Scene = async (page, world) => {
  await page.goto(world.site.origin);
  await page.locator(".work").nth(5).waitFor();
  await page.waitForTimeout(4500);
};

const filled: Scene = async (page, world) => {
  await home(page, world);
  await page.locator("input[type=file]").first().setInputFiles(`${samples}/clip.gif`);
  await page.locator(".label-title").waitFor();
  await page.getByText("The Starry Night").click();
  await page.getByLabel("E-mail").fill("vera@example.com");
};

const status =
  (set: (world: World) => void): Scene =>
  async (page, world) => {
    set(world);
    await page.goto(`${world.site.origin}/#job=${JOB}`);
    await page.locator(".job h1").waitFor();
    await page.waitForTimeout(2500);
  };

const SCENES: Record<string, Scene> = {
  home,
  filled,
  errors: async (page, world) => {
    await home(page, world);
    await page.locator("input[type=file]").first().setInputFiles(`${samples}/long.gif`);
    await page.locator(".problem", { hasText: "301" }).waitFor();
    await page.getByLabel("E-mail").fill("vera@example");
    await page.getByRole("button", { name: "Paint it" }).click();
  },
  sending: async (page, world) => {
    await filled(page, world);
    world.aws.troubles.push("hang");
    await page.getByRole("button", { name: "Paint it" }).click();
    await page.waitForTimeout(3000);
    await page.waitForTimeout(1500);
  },
  retrying: async (page, world) => {
    await filled(page, world);
    world.aws.troubles.push("cut", "cut", "cut");
    await page.getByRole("button", { name: "Paint it" }).click();
    await page.getByText(/Trying again in/).waitFor();
    world.aws.troubles.splice(0);
  },
  own: async (page, world) => {
    await filled(page, world);
    await page.getByText("A picture of yours").click();
    await page.locator(".own-row input").setInputFiles(`${samples}/photo.jpg`);
    await page.locator(".own-picture img").waitFor();
  },
  uploaded: status((world) => world.job("uploaded")),
  waiting: status((world) => world.job("waiting_for_capacity")),
  starting: status((world) => world.job("starting")),
  painting: status((world) => world.painting(5, 12)),
  encoding: status((world) => world.painting(12, 12, "encoding", null)),
  ready: status((world) => world.ready()),
  rejected: status((world) =>
    world.job("rejected", { reason: "The clip has more than 300 frames, which is the limit." }),
  ),
  failed: status((world) => world.job("failed")),
  full: status((world) => world.job("capacity_exceeded")),
  gone: status((world) => world.api.jobs.clear()),
};

await mkdir(out, { recursive: true });
const browser = await launch();
for (const [name, scene] of Object.entries(SCENES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const [look, viewport, colorScheme] of [
    ["phone", PHONE, "light"],
    ["desktop", DESKTOP, "light"],
    ["dark", DESKTOP, "dark"],
  ] as const) {
    const world = await World.create(samples);
    const visit = await Visit.start(browser, { viewport, colorScheme, hasTouch: look === "phone" });
    await scene(visit.page, world);
    await visit.page.screenshot({ path: `${out}/${name}-${look}.png`, fullPage: true });
    if (visit.troubles.length > 0) console.error(name, look, visit.troubles);
    await visit.end();
    await world.close();
  }
}
await browser.close();
