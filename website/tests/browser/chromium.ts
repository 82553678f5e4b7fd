import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

const DEBIAN = "/usr/bin/chromium";

/** Debian's Chromium where it is; CHROMIUM names another one. */
export function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? DEBIAN;
  if (!existsSync(executablePath)) {
    throw new Error(`There is no ${executablePath}: install chromium, or set CHROMIUM.`);
  }
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

/** A page that writes down what it must never do: errors, broken policy, foreign requests. */
export class Visit {
  readonly origins = new Set<string>();
  readonly troubles: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http")) this.origins.add(origin);
    });
    page.on("pageerror", (error) => this.troubles.push(String(error)));
    page.on("console", (message) => {
      const text = message.text();
      if (text.includes("Content Security Policy")) this.troubles.push(text);
    });
  }

  static async start(
    browser: Browser,
    options: Parameters<Browser["newContext"]>[0] = {},
  ): Promise<Visit> {
    const context = await browser.newContext({ viewport: DESKTOP, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    return new Visit(context, page);
  }

  async end(): Promise<void> {
    await this.context.close();
  }
}
