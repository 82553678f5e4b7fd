import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { PHONE } from "./chromium.ts";
import { Stage } from "./stage.ts";

const stage = Stage.set();

async function hand(kind: "drop" | "paste", ...names: string[]): Promise<void> {
  const files = await Promise.all(
    names.map(async (name) => [name, (await readFile(stage.sample(name))).toString("base64")]),
  );
  await stage.page.evaluate(
    ([event, given]) => {
      const transfer = new DataTransfer();
      for (const [name = "", base64 = ""] of given as string[][]) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      const init = { bubbles: true, cancelable: true };
      const fired =
        event === "drop"
          ? new DragEvent("drop", { ...init, dataTransfer: transfer })
          : new ClipboardEvent("paste", { ...init, clipboardData: transfer });
      document.body.dispatchEvent(fired);
    },
    [kind, files] as const,
  );
}

test.each(["drop", "paste"] as const)("a clip can be chosen by %s", async (kind) => {
  await stage.goHome();
  await hand(kind, "clip.gif");
  await stage.says(/GIF, 12.frames, 1.2.seconds, 320.×.200 pixels, 28.kB/);
  await stage.says(/Painting it takes about 4 minutes/);
  expect(await stage.page.getByAltText("Your clip, clip.gif").isVisible()).toBe(true);
});

test("where there is a camera in the hand, a picture can be taken", async () => {
  const phone = await stage.visitor({ hasTouch: true, isMobile: true, viewport: PHONE });
  await phone.page.goto(stage.world.site.origin);
  await phone.page.getByText("Choose your clip").waitFor();
  const camera = phone.page.getByText("Take a picture").locator("input");
  expect(await camera.getAttribute("capture")).toBe("environment");
  await camera.setInputFiles(stage.sample("photo.jpg"));
  await phone.page.getByText(/^JPEG, one picture, 1264.×.790 pixels/).waitFor();
  await phone.end();
});

describe("of two clips chosen quickly", () => {
  /** Holds the first picture back, as a large one holds itself. */
  async function slowFirst(): Promise<void> {
    await stage.page.addInitScript(() => {
      const { decode } = HTMLImageElement.prototype;
      let isFirst = true;
      HTMLImageElement.prototype.decode = async function (this: HTMLImageElement) {
        const wait = isFirst && this.src.startsWith("blob:") ? 1000 : 0;
        if (wait > 0) isFirst = false;
        await new Promise((resolve) => setTimeout(resolve, wait));
        return decode.call(this);
      };
    });
  }

  test("the second is kept, however long the first takes", async () => {
    await slowFirst();
    await stage.goHome();
    await stage.choose("clip.gif");
    await stage.choose("picture.png");
    await stage.says("picture.png");
    await stage.page.waitForTimeout(1500);
    expect(await stage.page.locator(".label-title").textContent()).toBe("picture.png");
  });

  test("none is sent before it has been looked at", async () => {
    await slowFirst();
    await stage.goHome();
    await stage.choose("clip.gif");
    await stage.send();
    await stage.says("Your clip is still being looked at");
    await stage.says("clip.gif");
    expect(await stage.page.getByText("still being looked at").count()).toBe(0);
  });
});

test("a video is shown playing", async () => {
  await stage.goHome();
  await stage.choose("clip.mp4");
  await stage.says(/MP4, 12.frames, 1.2.seconds, 320.×.200 pixels/);
  await stage.page.locator("video.player-media").waitFor();
  await stage.page.getByRole("button", { name: "Pause" }).click();
  expect(
    await stage.page.locator("video").evaluate((video: HTMLVideoElement) => video.paused),
  ).toBe(true);
});

test("a stage that paints no videos refuses them", async () => {
  stage.world.site.config = { ...(stage.world.site.config as object), kinds: ["gif", "png"] };
  await stage.goHome();
  await stage.choose("clip.mp4");
  await stage.says("MP4 files are not painted here. Save the clip as GIF or PNG.");
});

test("the limits stand there before anything is chosen", async () => {
  await stage.goHome();
  await stage.says(/GIF, PNG, JPEG, WebP, MP4 or WebM, up to 20.MB, 300.frames, 30.seconds/);
});

test("a moving clip can be held still and set going again", async () => {
  await stage.goHome();
  await stage.choose("clip.gif");
  await stage.page.getByRole("button", { name: "Pause" }).click();
  expect(await stage.page.locator("img.player-media").isVisible()).toBe(false);
  await stage.page.getByRole("button", { name: "Play" }).click();
  expect(await stage.page.locator("img.player-media").isVisible()).toBe(true);
});

describe("a file that cannot be painted is refused in place:", () => {
  test.each([
    ["empty.gif", /This file is empty/],
    ["text.gif", /not a picture or clip that we know, whatever its name says/],
    ["document.gif", /This is a PDF document/],
    ["cut.gif", /This GIF file is damaged or was cut off/],
    ["long.gif", /This clip has 301.frames; the limit is 300/],
    ["slow.gif", /This clip lasts 40.seconds; the limit is 30.seconds/],
    ["large.gif", /1600.×.1000 pixels .* for example 1264.×.790/],
    ["huge.gif", /This file has 20.MB; the limit is 20.MB/],
  ])("%s", async (name, words) => {
    await stage.goHome();
    await stage.choose(name);
    const alert = stage.page.getByRole("alert").filter({ hasText: words });
    await alert.waitFor();
    expect(await alert.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test("two files at once", async () => {
    await stage.goHome();
    await hand("drop", "clip.gif", "picture.png");
    await stage.says("Choose one file at a time");
  });

  test("and the clip before it is kept", async () => {
    await stage.goHome();
    await stage.choose("clip.gif");
    await stage.says("clip.gif");
    await stage.choose("cut.gif");
    await stage.says("The clip before it is kept");
    expect(await stage.page.getByText("clip.gif", { exact: true }).isVisible()).toBe(true);
  });
});

describe("a form that is not complete", () => {
  test("says what is missing, and puts the focus on the first of it", async () => {
    await stage.goHome();
    await stage.send();
    await stage.says("Choose the clip or picture to be painted");
    await stage.says("Choose a painting, or a picture of your own");
    await stage.says("Enter the address that the painting should be sent to");
    const focused = () => stage.page.evaluate(() => document.activeElement?.getAttribute("type"));
    expect(await focused()).toBe("file");
    await stage.choose("clip.gif");
    await stage.says("clip.gif");
    await stage.send();
    expect(await focused()).toBe("radio");
    await stage.page.getByText("The Scream").click();
    await stage.send();
    expect(await focused()).toBe("email");
  });

  test("tells a malformed address how it should look, and takes it once it does", async () => {
    await stage.goHome();
    await stage.fill();
    await stage.page.getByLabel("E-mail").fill("vera@example");
    await stage.send();
    await stage.says(/“example” after the @ is not complete/);
    await stage.page.getByLabel("E-mail").fill("vera@example.com");
    expect(await stage.page.getByText(/is not complete/).count()).toBe(0);
    expect(stage.world.aws.objects).toEqual([]);
  });

  test("no style is chosen for the visitor", async () => {
    await stage.goHome();
    expect(await stage.page.getByRole("radio", { checked: true }).count()).toBe(0);
  });

  test("a picture of one's own must be there, and be a picture", async () => {
    await stage.goHome();
    await stage.fill();
    await stage.page.getByText("A picture of yours").click();
    await stage.send();
    await stage.says("Choose the picture whose style is to be used");
    await stage.page.locator(".own-row input").setInputFiles(stage.sample("clip.mp4"));
    await stage.says("This is a video");
  });
});

test("paintings that could not be fetched can be asked for again", async () => {
  stage.world.api.outages = 1;
  await stage.page.goto(stage.world.site.origin);
  await stage.says("The paintings could not be fetched");
  await stage.page.getByRole("button", { name: "Try again" }).click();
  await stage.page.getByRole("radio").nth(5).waitFor({ state: "attached" });
});

test("a page whose configuration is missing says so", async () => {
  stage.world.site.config = { region: "eu-central-1" };
  await stage.page.goto(stage.world.site.origin);
  await stage.says("The page could not be loaded");
});
