import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { launch, Visit } from "../browser/chromium.ts";
import { Product } from "./product.ts";

const PAINTED_WITHIN = 240_000;

let product: Product;
let browser: Browser;
let visit: Visit;
let page: Page;
let visitors = 0;

beforeAll(async () => {
  [product, browser] = await Promise.all([Product.start(), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});
beforeEach(async () => {
  visitors += 1;
  visit = await Visit.start(browser);
  page = visit.page;
});
afterEach(async () => {
  await product.mend();
  await visit.end();
  expect(visit.troubles).toEqual([]);
  expect([product.site, product.api, product.aws]).toEqual(
    expect.arrayContaining([...visit.origins]),
  );
});

const sample = (name: string) => `${inject("samples")}/${name}`;
const address = () => `visitor${visitors}@example.com`;
const jobId = () => page.url().split("#job=")[1] ?? "";

async function says(words: string | RegExp, timeout = 20_000): Promise<void> {
  await page.getByText(words).first().waitFor({ timeout });
}

async function fill(name: string, style: string | RegExp = "The Starry Night"): Promise<void> {
  await page.goto(product.site);
  await page.getByText(style).waitFor();
  await page.locator(".chooser input[type=file]").first().setInputFiles(sample(name));
  await page.getByText(name, { exact: true }).waitFor();
  await page.getByText(style).click();
  await page.getByLabel("E-mail").fill(address());
}

async function send(): Promise<void> {
  await page.getByRole("button", { name: /Paint it|Send again/ }).click();
  await page.waitForURL(/#job=/, { timeout: 60_000 });
}

async function mailsToMe(): Promise<string[]> {
  const mails = await product.mails();
  return mails.filter(({ to }) => to.includes(address())).map(({ text }) => text);
}

/** Every headline that the page shows until it shows this one. */
async function headlinesUntil(last: string): Promise<string[]> {
  const seen: string[] = [];
  const heading = page.getByRole("heading", { level: 1 });
  const deadline = Date.now() + PAINTED_WITHIN;
  while (!seen.includes(last) && Date.now() < deadline) {
    const headline = (await heading.textContent()) ?? "";
    if (seen.at(-1) !== headline) seen.push(headline);
    await page.waitForTimeout(150);
  }
  return seen;
}

describe("a clip on its whole way", () => {
  test("is uploaded, followed live, painted, compared, downloaded, and found again by its mail", async () => {
    await fill("walk.gif");
    await page.getByLabel("Strength").fill("0.9");
    await send();
    const headlines = await headlinesUntil("Your painting is ready");
    expect(headlines).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Painted \d/), "Your painting is ready"]),
    );
    await page.getByAltText("Your clip as it was").waitFor();
    await page.getByAltText("Your clip, painted").waitFor();
    const gif = await page.getByRole("link", { name: "Download GIF" }).getAttribute("href");
    const painted = await page.request.get(gif ?? "");
    expect((await painted.body()).subarray(0, 6).toString()).toBe("GIF89a");
    const link = (await mailsToMe()).at(-1)?.match(/http\S+#job=[0-9a-f-]{36}/)?.[0] ?? "no link";
    expect(link).toContain(jobId());
    await page.goto("about:blank");
    await page.goto(link);
    await says("Your painting is ready");
  });

  test("of one picture, in the style of another one, comes back as a picture", async () => {
    await fill("small.png", "A picture of yours");
    await page.locator(".own-row input").setInputFiles(sample("picture.png"));
    await says("picture.png");
    await send();
    await says("Your painting is ready", PAINTED_WITHIN);
    await says("After a picture of your own");
    const png = await page.getByRole("link", { name: "Download PNG" }).getAttribute("href");
    const painted = await page.request.get(png ?? "");
    expect((await painted.body()).subarray(1, 4).toString()).toBe("PNG");
  });

  test("that the check behind the page refuses says why, in page and mail", async () => {
    await fill("scrambled.png");
    await send();
    await says("This clip cannot be painted", 60_000);
    await says(/damaged/);
    await expect
      .poll(async () => (await mailsToMe()).join(), { timeout: 20_000 })
      .toContain("damaged");
  });

  test("for which no machine becomes free says so, in page and mail", async () => {
    await product.fail({
      action: "ec2:RunInstances",
      code: "InsufficientInstanceCapacity",
      status: 500,
      count: null,
    });
    await fill("small.gif");
    await send();
    await says("No machine became free", 120_000);
    await expect.poll(async () => (await mailsToMe()).length, { timeout: 20_000 }).toBe(1);
  });

  test("that is deleted while it is painted is gone for good", async () => {
    await fill("small.gif");
    await send();
    await says(/The painter is|Painted/, 120_000);
    const id = jobId();
    await page.getByRole("button", { name: "Stop and delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await says("Everything of it is deleted");
    await page.reload();
    await says("There is no painting here");
    expect((await product.uploads()).filter((key) => key.includes(id))).toEqual([]);
  });
});

describe("an upload", () => {
  test("of many megabytes arrives whole", async () => {
    await fill("heavy.gif");
    await send();
    await says(/Your clip has arrived|The painter is/);
    const clip = await page.request.get(`${product.api}/jobs/${jobId()}/clip`);
    expect((await clip.body()).equals(await readFile(sample("heavy.gif")))).toBe(true);
    await page.getByRole("button", { name: "Stop and delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await says("Everything of it is deleted");
  });

  test("survives credentials that expire and a storage that asks to slow down", async () => {
    await product.fail({ action: "s3:PutObject", code: "ExpiredToken", status: 400 });
    await product.fail({ action: "s3:PutObject", code: "SlowDown", status: 503 });
    await fill("scrambled.png");
    await page.getByRole("button", { name: "Paint it" }).click();
    await says(/Trying again/);
    await page.waitForURL(/#job=/, { timeout: 60_000 });
  });

  test("survives a network that is gone for a while", async () => {
    await fill("scrambled.png");
    await page.waitForLoadState("networkidle");
    await visit.context.setOffline(true);
    await page.getByRole("button", { name: "Paint it" }).click();
    await says(/Trying again/);
    await visit.context.setOffline(false);
    await page.waitForURL(/#job=/, { timeout: 60_000 });
  });

  test("that is cancelled leaves nothing behind, and can be sent again", async () => {
    const before = await product.uploads();
    await fill("heavy.gif");
    const network = await visit.context.newCDPSession(page);
    const slow = {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 300_000,
    };
    await network.send("Network.enable");
    await network.send("Network.emulateNetworkConditions", slow);
    await page.getByRole("button", { name: "Paint it" }).click();
    await says(/MB of 11.MB, about \d+ seconds left/);
    await page.getByRole("button", { name: "Cancel" }).click();
    await network.send("Network.emulateNetworkConditions", { ...slow, uploadThroughput: -1 });
    await page.waitForTimeout(3000);
    const left = (await product.uploads()).filter((key) => !before.includes(key));
    expect(left).toEqual([]);
    await page.locator(".chooser input[type=file]").first().setInputFiles(sample("scrambled.png"));
    await page.getByText("scrambled.png", { exact: true }).waitFor();
    await send();
  });
});

describe("the cloud refuses", () => {
  test("a page from another origin, whatever it asks for or sends", async () => {
    const stranger = product.site.replace("127.0.0.1", "localhost");
    await page.goto(`${stranger}/icon.svg`);
    const upload = `${product.aws}/${(await product.config()).uploads_bucket}/uploads/a/b.gif`;
    const ask = (address: string, init: RequestInit) =>
      page.evaluate(([url, how]) => fetch(url, how).then(String, String), [address, init] as const);
    expect(await ask(upload, { method: "PUT", body: "x" })).toContain("Failed to fetch");
    expect(await ask(`${product.api}/styles`, {})).toContain("Failed to fetch");
    visit.origins.delete(stranger);
  });

  test("a link to a job that does not exist", async () => {
    await page.goto(`${product.site}/#job=0b8f2c1e-52d3-4f6a-9c1d-7e4a5b6c7d8e`);
    await says("There is no painting here");
  });
});
