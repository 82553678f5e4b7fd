import type { Facts } from "./bytes/facts.ts";
import type { Pace } from "./config.ts";

/** The size of frame that `secondsPerFrame` is stated for. */
const USUAL_PIXELS = 480 * 270;
/** The first frame starts from nothing; the ones after it continue from their neighbour. */
const FIRST_FRAME = 3;

/** A rough guess at the seconds from sending a clip to its mail, an idle machine assumed. */
export function estimateSeconds(facts: Facts, pace: Pace): number {
  const perFrame = (pace.secondsPerFrame * facts.width * facts.height) / USUAL_PIXELS;
  const painting = perFrame * (facts.frames - 1 + FIRST_FRAME);
  return pace.startSeconds + Math.min(painting, pace.mostSeconds);
}
