import fc from "fast-check";
import { expect, test } from "vitest";
import type { Facts } from "../src/bytes/facts.ts";
import { estimateSeconds } from "../src/estimate.ts";

const PACE = { startSeconds: 180, secondsPerFrame: 6, mostSeconds: 3600 };
const CLIP: Facts = { kind: "gif", width: 480, height: 270, frames: 48, seconds: 3 };

test("a usual clip takes its start, its frames, and the longer first frame", () => {
  expect(estimateSeconds(CLIP, PACE)).toBe(180 + 6 * 50);
});

test("more frames and more pixels never take less", () => {
  const some = fc.integer({ min: 1, max: 300 });
  fc.assert(
    fc.property(some, some, (frames, side) => {
      const clip = { ...CLIP, frames, width: side + 16 };
      const longer = { ...clip, frames: frames + 1 };
      const wider = { ...clip, width: clip.width + 10 };
      const seconds = estimateSeconds(clip, PACE);
      expect(estimateSeconds(longer, PACE)).toBeGreaterThanOrEqual(seconds);
      expect(estimateSeconds(wider, PACE)).toBeGreaterThanOrEqual(seconds);
    }),
  );
});

test("no clip takes longer than the painter's budget", () => {
  const largest = { ...CLIP, width: 1000, height: 1000, frames: 300 };
  expect(estimateSeconds(largest, PACE)).toBe(180 + 3600);
});
