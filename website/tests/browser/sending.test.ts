import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { IDENTITY } from "../fake/aws.ts";
import { JOB } from "../fake/world.ts";
import { Stage } from "./stage.ts";

const stage = Stage.set();

/** The upload makes a job record, as the real event does. */
function receiveUploads(): void {
  stage.world.aws.onStored = ({ key }) => {
    const id = key.split("/").pop()?.split(".")[0] ?? "";
    stage.world.api.jobs.set(id, { ...stage.world.job("starting"), job_id: id });
  };
}

test("a filled form is uploaded with its wishes and leads to the job's page", async () => {
  receiveUploads();
  await stage.goHome();
  await stage.fill();
  await stage.page.getByLabel("Strength").fill("0.4");
  await stage.page.getByLabel("Keep the colours").check();
  await stage.send();
  await stage.says("The painter is setting up");
  const [stored] = stage.world.aws.objects;
  const id = stage.page.url().split("#job=")[1];
  expect(stored?.key).toBe(`uploads/${IDENTITY}/${id}.gif`);
  expect(stored?.body).toEqual(await readFile(stage.sample("clip.gif")));
  expect(stored?.metadata).toEqual({
    email: "vera@example.com",
    style: "starry-night",
    strength: "0.40",
    "keep-colours": "true",
  });
});

test("a clip of many megabytes arrives whole, in one request", async () => {
  receiveUploads();
  await stage.goHome();
  await stage.fill("heavy.gif");
  await stage.send();
  await stage.says("The painter is setting up");
  const [stored] = stage.world.aws.objects;
  expect(stored?.body.equals(await readFile(stage.sample("heavy.gif")))).toBe(true);
  expect(stored?.metadata.style).toBe("starry-night");
  expect(stage.world.aws.requests.filter((request) => request.startsWith("PUT"))).toHaveLength(1);
});

test("an upload on a slow line shows how far it is and how long it will take", async () => {
  receiveUploads();
  await stage.goHome();
  await stage.fill("heavy.gif");
  const network = await stage.visit.context.newCDPSession(stage.page);
  await network.send("Network.enable");
  const slow = { offline: false, latency: 0, downloadThroughput: -1 };
  await network.send("Network.emulateNetworkConditions", { ...slow, uploadThroughput: 300_000 });
  await stage.send();
  await stage.says(/MB of 11.MB, about \d+ seconds left/);
  const bar = stage.page.getByRole("progressbar", { name: "Upload" });
  const share = await bar.evaluate((element: HTMLProgressElement) => element.value);
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(1);
  await network.send("Network.emulateNetworkConditions", { ...slow, uploadThroughput: -1 });
  await stage.says("The painter is setting up");
});

test("a visitor's own picture is there before the clip that needs it", async () => {
  receiveUploads();
  await stage.goHome();
  await stage.fill();
  await stage.page.getByText("A picture of yours").click();
  await stage.page.locator(".own-row input").setInputFiles(stage.sample("picture.png"));
  await stage.says("picture.png");
  await stage.send();
  await stage.says("The painter is setting up");
  expect(stage.world.aws.objects.map(({ key }) => key.split(".").pop())).toEqual(["style", "gif"]);
  expect(stage.world.aws.objects[1]?.metadata.style).toBe("own");
});

test("a photograph is sent at the size that the painter takes", async () => {
  receiveUploads();
  await stage.goHome();
  await stage.fill("photo.jpg");
  await stage.says(/Made smaller for the painter, from 1600.×.1000 pixels/);
  await stage.send();
  await stage.says("The painter is setting up");
  expect(stage.world.aws.objects[0]?.key).toMatch(/\.jpg$/);
});

test("a connection that is cut is tried again until it holds", async () => {
  receiveUploads();
  stage.world.aws.troubles.push("cut", "cut");
  await stage.goHome();
  await stage.fill();
  await stage.send();
  await stage.says(/Trying again/);
  await stage.says("What you entered is safe");
  await stage.says("The painter is setting up");
  expect(stage.world.aws.objects).toHaveLength(1);
});

test("credentials that expire in the middle are renewed under the same identity", async () => {
  receiveUploads();
  stage.world.aws.troubles.push("ExpiredToken");
  await stage.goHome();
  await stage.fill();
  await stage.send();
  await stage.says("The painter is setting up");
  expect(stage.world.aws.credentials).toBe(2);
  expect(stage.world.aws.objects).toHaveLength(1);
});

test("a cut connection to Cognito is tried again too", async () => {
  receiveUploads();
  stage.world.aws.cognitoTroubles.push("cut", "cut", "cut", "cut");
  await stage.goHome();
  await stage.fill();
  await stage.send();
  await stage.says("The painter is setting up");
});

test("a refused upload says so and keeps what was entered", async () => {
  stage.world.aws.troubles.push("AccessDenied");
  await stage.goHome();
  await stage.fill();
  await stage.send();
  await stage.says(/The upload was refused.*Nothing you entered is lost/);
  expect(await stage.page.getByLabel("E-mail").inputValue()).toBe("vera@example.com");
  expect(await stage.page.getByRole("radio", { name: /Starry Night/ }).isChecked()).toBe(true);
  await stage.page.getByText("clip.gif", { exact: true }).waitFor();
  receiveUploads();
  await stage.send();
  await stage.says("The painter is setting up");
});

test("a wrong clock is named as the reason", async () => {
  stage.world.aws.troubles.push("RequestTimeTooSkewed", "RequestTimeTooSkewed");
  await stage.goHome();
  await stage.fill();
  await stage.send();
  await stage.says(/clock of your device/);
});

test("a cancelled upload stops for good and keeps the form", async () => {
  stage.world.aws.troubles.push("hang early");
  await stage.goHome();
  await stage.fill();
  await stage.send();
  await expect.poll(() => stage.world.aws.troubles).toEqual([]);
  await stage.page.getByRole("button", { name: "Cancel" }).click();
  await stage.page.getByRole("button", { name: "Paint it" }).waitFor();
  await stage.page.waitForTimeout(1500);
  expect(stage.world.aws.objects).toEqual([]);
  expect(await stage.page.getByLabel("E-mail").inputValue()).toBe("vera@example.com");
  receiveUploads();
  await stage.send();
  await stage.says("The painter is setting up");
  expect(stage.world.aws.objects).toHaveLength(1);
});

test("an upload that is cancelled between two tries is not tried again", async () => {
  // Chromium itself tries once again on a connection that it had used before.
  stage.world.aws.troubles.push("cut", "cut");
  await stage.goHome();
  await stage.fill();
  await stage.send();
  await stage.says(/Trying again/);
  await stage.page.getByRole("button", { name: "Cancel" }).click();
  stage.world.aws.troubles.length = 0;
  await stage.page.waitForTimeout(2500);
  expect(stage.world.aws.objects).toEqual([]);
});

test("an upload that stalls says so and can be tried again at once", async () => {
  receiveUploads();
  stage.world.aws.troubles.push("hang");
  await stage.page.clock.install();
  await stage.goHome();
  await stage.fill();
  await stage.send();
  await stage.says("Waiting for the receipt");
  await stage.page.clock.runFor(10_000);
  await stage.says("Nothing has moved for a while");
  await stage.page.getByRole("button", { name: "Try again now" }).click();
  await stage.says("The painter is setting up");
  expect(stage.world.aws.objects).toHaveLength(1);
});

test("an upload that was cancelled before it had an answer does not disturb the next one", async () => {
  receiveUploads();
  stage.world.aws.cognitoTroubles.push("cut", "cut", "cut", "cut");
  await stage.goHome();
  await stage.fill();
  await stage.send();
  await stage.says(/Trying again/);
  stage.world.aws.cognitoTroubles.length = 0;
  stage.world.aws.troubles.push("hang");
  await stage.page.getByRole("button", { name: "Cancel" }).click();
  await stage.send();
  await stage.says("Waiting for the receipt");
  await stage.page.waitForTimeout(2000);
  expect(await stage.page.getByText("Sending your clip").isVisible()).toBe(true);
  expect(await stage.page.getByText("The upload was refused").count()).toBe(0);
});

test("leaving while the upload's code is still on its way sends nothing", async () => {
  let arrive = () => {};
  const held = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await stage.page.route(/assets\/send-/, async (route) => {
    await held;
    await route.continue();
  });
  stage.world.job("painting");
  await stage.goHome();
  await stage.fill();
  await stage.send();
  await stage.goToJob();
  await stage.says("The painter is looking at your clip");
  const loaded = stage.page.waitForResponse(/assets\/send-/);
  arrive();
  await (await loaded).finished();
  await stage.page.waitForTimeout(500);
  expect(stage.world.aws.requests).toEqual([]);
  expect(stage.page.url()).toContain(JOB);
});

test("closing the tab in the middle of an upload asks first", async () => {
  stage.world.aws.troubles.push("hang");
  await stage.goHome();
  await stage.fill();
  await stage.send();
  await stage.says("Waiting for the receipt");
  const asked = stage.page.waitForEvent("dialog");
  await stage.page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await stage.page.getByRole("button", { name: "Cancel" }).click();
  const closed = stage.page.waitForEvent("close");
  await stage.page.close({ runBeforeUnload: true });
  await closed;
});

test("leaving for another page stops the upload", async () => {
  stage.world.aws.troubles.push("hang");
  stage.world.job("painting");
  await stage.goHome();
  await stage.fill();
  await stage.send();
  await stage.says("Sending your clip");
  await stage.page.evaluate((id) => {
    location.hash = `#job=${id}`;
  }, JOB);
  await stage.heading.getByText("The painter is looking at your clip").waitFor();
  expect(stage.world.aws.objects).toEqual([]);
});
