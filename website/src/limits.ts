import type { Facts, Kind } from "./bytes/facts.ts";
import type { Limits } from "./config.ts";
import { count, dimensions, duration, either, pixels, size } from "./words.ts";

/** The painter's coarsest scale still needs this many pixels on each side. */
export const LEAST_SIDE = 32;

const NAMES: Record<Kind, string> = {
  gif: "GIF",
  png: "PNG",
  jpeg: "JPEG",
  webp: "WebP",
  mp4: "MP4",
  webm: "WebM",
};

/** "GIF, PNG, JPEG or WebP" */
export function kindNames(kinds: readonly Kind[]): string {
  return either(kinds.map((kind) => NAMES[kind]));
}

export function kindName(kind: Kind): string {
  return NAMES[kind];
}

/** The limits in one line, to be read before choosing. */
export function limitsLine(limits: Limits, kinds: readonly Kind[]): string {
  return (
    `${kindNames(kinds)}, up to ${size(limits.bytes)}, ${count(limits.frames, "frame")}, ` +
    `${duration(limits.seconds)} and ${pixels(limits.pixels)} a frame.`
  );
}

/** Why a file of this size cannot be taken, before a byte of it is read. */
export function sizeProblem(bytes: number, limits: Limits): string | undefined {
  if (bytes === 0) return "This file is empty. Choose another one.";
  if (bytes > limits.bytes) {
    return (
      `This file has ${size(bytes)}; the limit is ${size(limits.bytes)}. ` +
      "Shorten the clip or save it smaller, then choose it again."
    );
  }
  return undefined;
}

/** Why a file of no known kind cannot be taken. */
export function kindProblem(name: string | undefined, kinds: readonly Kind[]): string {
  const is = name ? `This is ${name}` : "This is not a picture or clip that we know";
  return `${is}, whatever its name says. Save it as ${kindNames(kinds)} and choose that.`;
}

export function damageProblem(kind: Kind): string {
  return (
    `This ${NAMES[kind]} file is damaged or was cut off: it ends in the middle of the picture. ` +
    "Save or download it again and choose the new copy."
  );
}

/** Why a clip cannot be painted, with what was found and what is allowed. */
export function clipProblem(
  facts: Facts,
  limits: Limits,
  kinds: readonly Kind[],
): string | undefined {
  if (!kinds.includes(facts.kind)) {
    return `${NAMES[facts.kind]} files are not painted here. Save the clip as ${kindNames(kinds)}.`;
  }
  if (facts.frames > limits.frames) {
    return `This clip has ${count(facts.frames, "frame")}; the limit is ${limits.frames}. Shorten it.`;
  }
  if (facts.seconds > limits.seconds) {
    return (
      `This clip lasts ${duration(facts.seconds)}; ` +
      `the limit is ${duration(limits.seconds)}. Shorten it.`
    );
  }
  return frameProblem(facts, limits);
}

/** Why a frame of this size cannot be painted. */
export function frameProblem(
  { width, height }: { width: number; height: number },
  limits: Limits,
): string | undefined {
  const found = `${dimensions(width, height)} pixels`;
  if (width < LEAST_SIDE || height < LEAST_SIDE) {
    return `The frames are ${found}; each side needs at least ${LEAST_SIDE}. Choose a larger one.`;
  }
  if (width * height > limits.pixels) {
    return (
      `The frames are ${found} (${pixels(width * height)}); the limit is ` +
      `${pixels(limits.pixels)}. Save the clip smaller, for example ` +
      `${dimensions(...fitting(width, height, limits.pixels))}.`
    );
  }
  return undefined;
}

/** The largest size of the same shape with at most so many pixels; even, as video likes it. */
export function fitting(width: number, height: number, most: number): [number, number] {
  const scale = Math.min(1, Math.sqrt(most / (width * height)));
  const even = (side: number) => Math.max(LEAST_SIDE, 2 * Math.floor((side * scale) / 2));
  return scale === 1 ? [width, height] : [even(width), even(height)];
}
