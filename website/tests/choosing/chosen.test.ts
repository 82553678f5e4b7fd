import { beforeAll, describe, expect, test } from "vitest";
import { chooseClip, chooseStyle, type Shrink } from "../../src/choosing/chosen.ts";
import { parseConfig } from "../../src/config.ts";
import { Pillow, type Wish } from "../bytes/pillow.ts";

const CONFIG = parseConfig({
  region: "eu-central-1",
  identity_pool_id: "pool",
  uploads_bucket: "uploads",
  api_url: "https://api.example",
  limits: { bytes: 100_000, pixels: 10_000, frames: 5, seconds: 2 },
  keep_days: 7,
  kinds: ["gif", "png", "jpeg", "webp"],
});
const WISH: Wish = { format: "gif", width: 80, height: 60, delays: [100, 100], seed: 1 };
const neverShrink: Shrink = async () => {
  throw new Error("not asked for");
};
const shrink: Shrink = async () => new Uint8Array(10);

let pillow: Pillow;
beforeAll(() => {
  pillow = new Pillow();
  return () => pillow.close();
});

async function file(wish: Partial<Wish>, name = "clip.gif"): Promise<File> {
  const { bytes } = await pillow.write({ ...WISH, ...wish });
  return new File([bytes as Uint8Array<ArrayBuffer>], name);
}

describe("a clip", () => {
  test("within the limits is taken as it is", async () => {
    const choice = await chooseClip(await file({}), CONFIG, neverShrink);
    expect(choice).toMatchObject({
      chosen: { name: "clip.gif", facts: { kind: "gif", frames: 2 } },
    });
  });

  test("is known by its bytes, not by its name", async () => {
    const choice = await chooseClip(
      await file({ format: "png", delays: [1] }),
      CONFIG,
      neverShrink,
    );
    expect(choice).toMatchObject({ chosen: { parcel: { kind: "png" } } });
  });

  test.each([
    [{ delays: [10, 10, 10, 10, 10, 10] }, /6.frames; the limit is 5/],
    [{ delays: [2000, 2000] }, /lasts 4.seconds; the limit is 2/],
    [{ width: 200, height: 100 }, /200.×.100 pixels/],
    [{ format: "mp4", variant: "mp4" }, /MP4 files are not painted here/],
  ])("with %o is refused", async (wish, words) => {
    const choice = await chooseClip(await file(wish), CONFIG, neverShrink);
    expect(choice).toEqual({ problem: expect.stringMatching(words) });
  });

  test.each([
    ["", /empty/],
    ["just some text", /not a picture or clip/],
    ["%PDF-1.7", /a PDF document/],
    ["GIF89a", /damaged or was cut off/],
  ])("of the bytes %j is refused", async (text, words) => {
    const choice = await chooseClip(new File([text], "clip.gif"), CONFIG, neverShrink);
    expect(choice).toEqual({ problem: expect.stringMatching(words) });
  });

  test("that vanished before it was read is refused", async () => {
    const gone = Object.assign(await file({}), {
      arrayBuffer: () => Promise.reject(new DOMException("gone", "NotFoundError")),
    });
    expect(await chooseClip(gone, CONFIG, neverShrink)).toEqual({
      problem: expect.stringMatching(/could not be read/),
    });
  });
});

describe("a photograph with too many pixels", () => {
  const photo = { format: "jpeg", delays: [1], width: 400, height: 200 };

  test("is made smaller and says from what", async () => {
    const choice = await chooseClip(await file(photo, "photo.jpg"), CONFIG, shrink);
    expect(choice).toMatchObject({
      chosen: {
        parcel: { kind: "jpeg", bytes: new Uint8Array(10) },
        facts: { width: 140, height: 70 },
        original: { width: 400, height: 200 },
      },
    });
  });

  test("is refused where the browser cannot make it smaller", async () => {
    const choice = await chooseClip(await file(photo), CONFIG, async () => undefined);
    expect(choice).toEqual({ problem: expect.stringMatching(/400.×.200/) });
  });
});

describe("a picture of one's own as style", () => {
  test("may be small and still", async () => {
    const choice = await chooseStyle(
      await file({ format: "png", delays: [1] }),
      CONFIG,
      neverShrink,
    );
    expect(choice).toHaveProperty("chosen");
  });

  test("is not a video", async () => {
    const video = await file({ format: "mp4", variant: "mp4" });
    expect(await chooseStyle(video, CONFIG, neverShrink)).toEqual({
      problem: expect.stringMatching(/This is a video/),
    });
  });
});
