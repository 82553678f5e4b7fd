import type { FileChooser } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { World } from "../fake/world.ts";
import { PHONE } from "./chromium.ts";
import { Stage } from "./stage.ts";

const stage = Stage.set({ reducedMotion: "reduce" });

const JOB_STATES: [string, (world: World) => void, string | RegExp][] = [
  ["uploaded", (world) => world.job("uploaded"), "Your clip has arrived"],
  ["waiting", (world) => world.job("waiting_for_capacity"), "Waiting for a free machine"],
  ["starting", (world) => world.job("starting"), "The painter is setting up"],
  ["painting", (world) => world.painting(5, 12), /Painted 5 of 12/],
  ["encoding", (world) => world.painting(12, 12, "encoding"), "The last strokes are dry"],
  ["ready", (world) => world.ready(), "Your painting is ready"],
  ["rejected", (world) => world.job("rejected", { reason: "Too long." }), "cannot be painted"],
  ["failed", (world) => world.job("failed"), "The painting went wrong"],
  ["full", (world) => world.job("capacity_exceeded"), "No machine became free"],
  ["gone", () => {}, "There is no painting here"],
];

describe.each(["light", "dark"] as const)("axe-core finds nothing in the %s", (colorScheme) => {
  test("form, empty, wrong and filled", async () => {
    await stage.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await stage.goHome();
    expect(await stage.violations()).toEqual([]);
    await stage.send();
    expect(await stage.violations()).toEqual([]);
    await stage.fill();
    await stage.page.getByText("A picture of yours").click();
    expect(await stage.violations()).toEqual([]);
  });

  test("upload under way and failed", async () => {
    await stage.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    stage.world.aws.troubles.push("hang", "AccessDenied");
    await stage.page.clock.install();
    await stage.goHome();
    await stage.fill();
    await stage.send();
    await stage.says("Waiting for the receipt");
    expect(await stage.violations()).toEqual([]);
    await stage.page.clock.runFor(10_000);
    await stage.says("Nothing has moved for a while");
    expect(await stage.violations()).toEqual([]);
    await stage.page.getByRole("button", { name: "Try again now" }).click();
    await stage.says("The upload was refused");
    expect(await stage.violations()).toEqual([]);
  });

  test.each(JOB_STATES)("job when %s", async (_, set, words) => {
    await stage.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    set(stage.world);
    await stage.goToJob();
    await stage.says(words);
    expect(await stage.violations()).toEqual([]);
  });

  test("dialog that asks before it deletes", async () => {
    await stage.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    stage.world.ready();
    await stage.goToJob();
    await stage.page.getByRole("button", { name: "Delete now" }).click();
    expect(await stage.violations()).toEqual([]);
  });
});

test("everything can be done with the keyboard alone", async () => {
  stage.world.aws.onStored = ({ key }) => {
    const id = key.split("/").pop()?.split(".")[0] ?? "";
    stage.world.api.jobs.set(id, { ...stage.world.job("starting"), job_id: id });
  };
  // Listened for from the start: Chromium must know in time that somebody takes its dialog.
  const opened = new Promise<FileChooser>((open) => stage.page.once("filechooser", open));
  await stage.goHome();
  const { keyboard } = stage.page;
  const focused = () =>
    stage.page.evaluate(() => {
      const { activeElement } = document;
      const label = activeElement?.closest("label")?.textContent;
      return label || activeElement?.textContent || activeElement?.getAttribute("type") || "";
    });
  const tabTo = async (words: string) => {
    for (let presses = 0; presses < 15; presses += 1) {
      await keyboard.press("Tab");
      if ((await focused()).includes(words)) return;
    }
    throw new Error(`Tab never reached ${words}`);
  };
  await keyboard.press("Tab");
  expect(await focused()).toBe("Skip to the content");
  await tabTo("Choose a file");
  await keyboard.press("Enter");
  await (await opened).setFiles(stage.sample("clip.gif"));
  await stage.says("clip.gif");
  expect(await focused()).toBe("Choose another");
  await tabTo("The Scream");
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowRight");
  expect(await stage.page.getByRole("radio", { checked: true }).inputValue()).toBe(
    "composition-viii",
  );
  await tabTo("range");
  await keyboard.press("ArrowLeft");
  await tabTo("Keep the colours");
  await keyboard.press("Space");
  await tabTo("email");
  await keyboard.type("vera@example.com");
  await keyboard.press("Enter");
  await stage.says("The painter is setting up");
  expect(stage.world.aws.objects[0]?.metadata).toMatchObject({
    style: "composition-viii",
    strength: "0.65",
    "keep-colours": "true",
  });
});

test("skipping to the content leaves the page and what was entered as they are", async () => {
  await stage.goHome();
  await stage.page.getByLabel("E-mail").fill("vera@example.com");
  const skip = stage.page.getByRole("link", { name: "Skip to the content" });
  await skip.press("Enter");
  expect(await stage.page.evaluate(() => document.activeElement?.id)).toBe("main");
  expect(await stage.page.getByLabel("E-mail").inputValue()).toBe("vera@example.com");
  stage.world.job("starting");
  await stage.goToJob();
  await stage.says("The painter is setting up");
  await skip.press("Enter");
  expect(await stage.heading.textContent()).toBe("The painter is setting up");
});

test("who asks for less motion sees the clip still until it is played", async () => {
  await stage.goHome();
  await stage.choose("clip.gif");
  await stage.page.getByRole("button", { name: "Play" }).waitFor();
  expect(await stage.page.locator("img.player-media").isVisible()).toBe(false);
  expect(await stage.page.getByRole("img", { name: "Your clip, clip.gif" }).isVisible()).toBe(true);
});

test("every control is large enough for a finger", async () => {
  await stage.page.setViewportSize(PHONE);
  await stage.goHome();
  await stage.fill();
  const small = await stage.page
    .locator("button, .button, a:not(.skip), input[type=email], input[type=range], .work, .check")
    .evaluateAll((elements) =>
      elements
        .filter((element) => element.getClientRects().length > 0)
        .map((element) => ({ text: element.textContent, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.height < 44 || box.width < 44)
        .map(({ text, box }) => `${text}: ${box.width} × ${box.height}`),
    );
  expect(small).toEqual([]);
});

test.each([320, 390, 768])("nothing has to be scrolled sideways at %d pixels", async (width) => {
  await stage.page.setViewportSize({ width, height: 800 });
  stage.world.ready();
  for (const go of [() => stage.goHome(), () => stage.goToJob()]) {
    await go();
    await stage.page.waitForTimeout(500);
    const wide = await stage.page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
  }
});

test("progress is announced at every tenth, not at every frame", async () => {
  await stage.page.clock.install();
  stage.world.painting(1, 100);
  await stage.goToJob();
  await stage.says(/Painted 1 of 100/);
  const said: string[] = [];
  for (const frame of [2, 5, 9, 10, 14, 21]) {
    stage.world.painting(frame, 100);
    await stage.page.clock.runFor(2500);
    await stage.says(new RegExp(`Painted ${frame} of 100`));
    said.push((await stage.page.locator("#announcer").textContent()) ?? "");
  }
  const frames = said.map((text) => Number(/Painted (\d+)/.exec(text)?.[1]));
  expect(frames).toEqual([1, 1, 1, 10, 10, 21]);
});
