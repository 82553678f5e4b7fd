import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Facts } from "../src/bytes/facts.ts";
import {
  clipProblem,
  damageProblem,
  fitting,
  frameProblem,
  kindProblem,
  limitsLine,
  sizeProblem,
} from "../src/limits.ts";

const LIMITS = { bytes: 20_000_000, pixels: 1_000_000, frames: 300, seconds: 30 };
const KINDS = ["gif", "png", "jpeg", "webp"] as const;
const CLIP: Facts = { kind: "gif", width: 480, height: 270, frames: 48, seconds: 3.2 };

/** Words as they are read: a tied space is a space. */
function said(text: string | undefined): string | undefined {
  return text?.replaceAll("\u00a0", " ");
}

describe("a clip", () => {
  test("within every limit has no problem", () => {
    expect(clipProblem(CLIP, LIMITS, KINDS)).toBeUndefined();
  });

  test("exactly at every limit has no problem", () => {
    const most = { ...CLIP, width: 1000, height: 1000, frames: 300, seconds: 30 };
    expect(clipProblem(most, LIMITS, KINDS)).toBeUndefined();
  });

  test.each([
    [{ frames: 301 }, "This clip has 301 frames; the limit is 300. Shorten it."],
    [{ seconds: 42 }, "This clip lasts 42 seconds; the limit is 30 seconds. Shorten it."],
    [
      { width: 1600, height: 1000 },
      "The frames are 1600 × 1000 pixels (1.6 million pixels); the limit is 1 million pixels. " +
        "Save the clip smaller, for example 1264 × 790.",
    ],
    [
      { width: 12, height: 200 },
      "The frames are 12 × 200 pixels; each side needs at least 32. Choose a larger one.",
    ],
    [
      { kind: "mp4" as const },
      "MP4 files are not painted here. Save the clip as GIF, PNG, JPEG or WebP.",
    ],
  ])("with %o is told what was found and what is allowed", (more, words) => {
    expect(said(clipProblem({ ...CLIP, ...more }, LIMITS, KINDS))).toBe(words);
  });
});

describe("a file", () => {
  test("without a byte is empty", () => {
    expect(sizeProblem(0, LIMITS)).toBe("This file is empty. Choose another one.");
  });

  test("over the limit is told both sizes", () => {
    expect(said(sizeProblem(23_400_000, LIMITS))).toContain("has 23 MB; the limit is 20 MB");
  });

  test("of another kind is called by its name", () => {
    expect(kindProblem("a PDF document", KINDS)).toBe(
      "This is a PDF document, whatever its name says. Save it as GIF, PNG, JPEG or WebP and choose that.",
    );
  });

  test("that is damaged is told how to mend it", () => {
    expect(damageProblem("gif")).toContain("This GIF file is damaged or was cut off");
  });
});

test("the limits are stated in one line", () => {
  expect(said(limitsLine(LIMITS, KINDS))).toBe(
    "GIF, PNG, JPEG or WebP, up to 20 MB, 300 frames, 30 seconds and 1 million pixels a frame.",
  );
});

test("a size that is proposed keeps the shape and is within the limit", () => {
  const side = fc.integer({ min: 100, max: 8000 });
  fc.assert(
    fc.property(side, side, (width, height) => {
      const [w, h] = fitting(width, height, LIMITS.pixels);
      expect(frameProblem({ width: w, height: h }, LIMITS)).toBeUndefined();
      expect(Math.abs(w / h / (width / height) - 1)).toBeLessThan(0.05);
    }),
  );
});
