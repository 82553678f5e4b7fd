import { describe, expect, test } from "vitest";
import { JOB } from "../fake/world.ts";
import { Stage } from "./stage.ts";

const stage = Stage.set();

/** Lets ten minutes pass, in which a page that goes on asking would ask many times. */
async function expectNoMoreQuestions(): Promise<void> {
  const asked = stage.world.api.asked;
  await stage.page.clock.runFor(600_000);
  await stage.page.waitForTimeout(300);
  expect(stage.world.api.asked).toBe(asked);
}

test("a job is followed live from its arrival to its painting", async () => {
  const { clock } = stage.page;
  await clock.install();
  const later = () => clock.runFor(3000);
  stage.world.job("uploaded");
  await stage.goToJob();
  await stage.says("Your clip has arrived");
  await stage.says(/After The Starry Night/);
  stage.world.job("starting");
  await later();
  await stage.says("The painter is setting up");
  stage.world.painting(0, 0, "reading", null);
  await later();
  await stage.says("The painter is looking at your clip");
  stage.world.painting(5, 12);
  await later();
  await stage.says(/Painted 5 of 12.frames/);
  await stage.says("About 2 minutes left.");
  await stage.page.getByAltText("The latest painted frame, 5 of 12").waitFor();
  stage.world.painting(12, 12, "encoding", null);
  await later();
  await stage.says("The last strokes are dry");
  stage.world.ready();
  await later();
  await stage.says("Your painting is ready");
  await stage.page.getByRole("slider", { name: /painting covers your clip/ }).waitFor();
  await expectNoMoreQuestions();
});

describe("a finished painting", () => {
  test("can be compared by mouse and by keyboard", async () => {
    stage.world.ready();
    await stage.goToJob();
    const slider = stage.page.getByRole("slider", { name: /painting covers your clip/ });
    await slider.press("ArrowRight");
    expect(await slider.getAttribute("aria-valuetext")).toBe("51 percent painted");
    await slider.click({ position: { x: 10, y: 60 } });
    expect(Number(await slider.inputValue())).toBeLessThan(10);
  });

  test("can be downloaded in three forms, and says when it will be deleted", async () => {
    stage.world.ready();
    await stage.goToJob();
    for (const form of ["GIF", "MP4", "WebP"]) {
      const link = stage.page.getByRole("link", { name: `Download ${form}` });
      expect(await link.getAttribute("href")).toBe(
        `${stage.world.api.origin}/jobs/${JOB}/painting?format=${form.toLowerCase()}`,
      );
    }
    await stage.says(/Kept until Sunday 29 November/);
    await stage.says(/After The Starry Night by Vincent van Gogh/);
  });

  test("of one picture is shown still and offered as PNG", async () => {
    stage.world.ready({ clip: { frames: 1, width: 320, height: 200, seconds: 0 } });
    await stage.goToJob();
    await stage.page.getByRole("link", { name: "Download PNG" }).waitFor();
    expect(await stage.page.getByRole("button", { name: "Pause" }).count()).toBe(0);
  });

  test("of a video is compared as video", async () => {
    const video = stage.world.api.media.get("/media/painting.mp4");
    if (video) stage.world.api.media.set("/media/clip", video);
    stage.world.ready();
    await stage.goToJob();
    await stage.page.locator("video").nth(1).waitFor();
  });

  test("is shown alone when the clip is already gone", async () => {
    stage.world.api.media.delete("/media/clip");
    stage.world.ready();
    await stage.goToJob();
    await stage.page.getByAltText("Your clip, painted").waitFor();
    expect(await stage.page.getByRole("slider").count()).toBe(0);
    expect(await stage.page.getByText("Drag across it").count()).toBe(0);
  });

  test("that cannot be shown can still be downloaded", async () => {
    stage.world.api.media.delete("/media/painting.webp");
    stage.world.ready();
    await stage.goToJob();
    await stage.says("The painting could not be shown here");
    await stage.page.getByRole("link", { name: "Download GIF" }).waitFor();
  });
});

describe("a job that ended otherwise", () => {
  test.each([
    ["rejected", { reason: "The clip is too long." }, "The clip is too long."],
    ["failed", {}, "Something broke on our side"],
    ["capacity_exceeded", {}, "all of them stayed taken"],
  ])("as %s says why, what next, and stops asking", async (status, more, words) => {
    await stage.page.clock.install();
    stage.world.job(status, more);
    await stage.goToJob();
    await stage.says(words);
    await stage.says(/Send it again|send it again/);
    await expect.poll(() => stage.world.api.asked).toBe(2);
    await expectNoMoreQuestions();
  });
});

describe("deleting", () => {
  test("asks first, then deletes and says so", async () => {
    stage.world.ready();
    await stage.goToJob();
    await stage.page.getByRole("button", { name: "Delete now" }).click();
    await stage.page.getByRole("dialog").getByRole("button", { name: "Keep" }).click();
    expect(stage.world.api.jobs.size).toBe(1);
    await stage.page.getByRole("button", { name: "Delete now" }).click();
    await stage.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await stage.says("Everything of it is deleted");
    expect(stage.world.api.jobs.size).toBe(0);
  });

  test("that ends on another page leaves that one alone", async () => {
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await stage.page.route(`**/jobs/${JOB}`, async (route) => {
      if (route.request().method() === "DELETE") await held;
      await route.continue();
    });
    stage.world.ready();
    await stage.goToJob();
    await stage.page.getByRole("button", { name: "Delete now" }).click();
    await stage.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await stage.page.evaluate(() => {
      location.hash = "";
    });
    await stage.says("Your clip, painted frame by frame");
    const title = await stage.page.title();
    answer();
    await expect.poll(() => stage.world.api.jobs.size).toBe(0);
    await stage.page.waitForTimeout(300);
    expect(await stage.page.title()).toBe(title);
  });

  test("that fails says so and can be repeated", async () => {
    stage.world.ready();
    await stage.goToJob();
    await stage.page.getByRole("button", { name: "Delete now" }).click();
    stage.world.api.outages = 9;
    const dialog = stage.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await stage.says("It could not be deleted just now");
    stage.world.api.outages = 0;
    await dialog.getByRole("button", { name: "Delete" }).click();
    await stage.says("Everything of it is deleted");
  });
});

describe("a link", () => {
  test("to nothing says what may have happened", async () => {
    await stage.goToJob();
    await stage.says("There is no painting here");
    await stage.says(/its 7 days are over/);
  });

  test("that is not complete says so", async () => {
    await stage.page.goto(`${stage.world.site.origin}/#job=0b8f2c1e`);
    await stage.says("This link is not complete");
  });

  test("survives a reload", async () => {
    stage.world.painting(5, 12);
    await stage.goToJob();
    await stage.says(/Painted 5 of 12/);
    await stage.page.reload();
    await stage.says(/Painted 5 of 12/);
  });

  test("leads to the form and back with the browser's own buttons", async () => {
    stage.world.job("failed");
    await stage.goToJob();
    await stage.page.getByRole("link", { name: "Send a clip" }).click();
    await stage.says("Your clip, painted frame by frame");
    await stage.page.goBack();
    await stage.says("The painting went wrong");
  });
});

test("an API that does not answer is asked again, and the page says so", async () => {
  stage.world.api.outages = 2;
  stage.world.job("starting");
  await stage.goToJob();
  await stage.says(/The news could not be fetched. Asking again in/);
  await stage.says("The painter is setting up");
  expect(await stage.page.getByText(/could not be fetched/).count()).toBe(0);
});

test("a job that was sent a moment ago may take its time to appear", async () => {
  await stage.goHome();
  await stage.page.evaluate((id) => {
    const sent = [{ id, name: "clip.gif", at: Date.now() }];
    localStorage.setItem("visualneurons.sent", JSON.stringify(sent));
  }, JOB);
  await stage.goToJob();
  await stage.says("It is being handed over to the painter");
  stage.world.job("starting");
  await stage.says("The painter is setting up");
});
