import { createRequire } from "node:module";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from "vitest";
import { JOB, World } from "../fake/world.ts";
import { launch, Visit } from "./chromium.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** A browser, a fresh world and a fresh visit for every test of a file. */
export class Stage {
  #browser: Browser | undefined;
  #world: World | undefined;
  #visit: Visit | undefined;

  static set(options: BrowserContextOptions = {}): Stage {
    const stage = new Stage();
    beforeAll(async () => {
      stage.#browser = await launch();
    });
    afterAll(() => stage.#browser?.close());
    beforeEach(async () => {
      stage.#world = await World.create(inject("samples"));
      stage.#visit = await stage.visitor(options);
    });
    afterEach(async () => {
      const { troubles, origins } = stage.visit;
      await stage.visit.end();
      await stage.world.close();
      expect(troubles).toEqual([]);
      expect(stage.world.origins).toEqual(expect.arrayContaining([...origins]));
    });
    return stage;
  }

  get world(): World {
    if (!this.#world) throw new Error("no world yet");
    return this.#world;
  }

  get visit(): Visit {
    if (!this.#visit) throw new Error("no visit yet");
    return this.#visit;
  }

  get page(): Page {
    return this.visit.page;
  }

  get heading(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  visitor(options: BrowserContextOptions = {}): Promise<Visit> {
    if (!this.#browser) throw new Error("no browser yet");
    return Visit.start(this.#browser, options);
  }

  sample(name: string): string {
    return `${inject("samples")}/${name}`;
  }

  async goHome(): Promise<void> {
    await this.page.goto(this.world.site.origin);
    await this.page.getByRole("radio").nth(5).waitFor({ state: "attached" });
  }

  async goToJob(): Promise<void> {
    await this.page.goto(`${this.world.site.origin}/#job=${JOB}`);
  }

  async choose(name: string): Promise<void> {
    await this.page.locator(".chooser input[type=file]").first().setInputFiles(this.sample(name));
  }

  /** Fills in everything, ready to be sent. */
  async fill(name = "clip.gif"): Promise<void> {
    await this.choose(name);
    await this.page.getByText(name, { exact: true }).waitFor();
    await this.page.getByText("The Starry Night").click();
    await this.page.getByLabel("E-mail").fill("vera@example.com");
  }

  async send(): Promise<void> {
    await this.page.getByRole("button", { name: /Paint it|Send again/ }).click();
  }

  /** Waits until the page says this somewhere. */
  async says(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor({ timeout: 20_000 });
  }

  /** The violations that axe-core finds, each with its place. */
  async violations(): Promise<string[]> {
    // Injected as a file of the test, not of the page: the page's policy would refuse it.
    const source = await import("node:fs/promises").then((fs) => fs.readFile(AXE, "utf8"));
    await this.page.evaluate(source);
    return this.page.evaluate(async (tags) => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      const { violations } = await axe.run({ runOnly: [...tags, "best-practice"] });
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
    }, WCAG);
  }
}
