import type { Facts } from "../bytes/facts.ts";
import { read } from "../bytes/read.ts";
import type { Config } from "../config.ts";
import {
  clipProblem,
  damageProblem,
  fitting,
  frameProblem,
  kindProblem,
  sizeProblem,
} from "../limits.ts";
import type { Parcel } from "../upload/send.ts";

/** A file that can be sent. `original` is set when a still had to be made smaller. */
export interface Chosen {
  readonly name: string;
  readonly parcel: Parcel;
  readonly facts: Facts;
  readonly original: Facts | undefined;
}

/** A file, or the reason in words why it cannot be taken. */
export type Choice = { readonly chosen: Chosen } | { readonly problem: string };

/** Makes a still picture smaller; undefined when the browser cannot decode it. */
export type Shrink = (
  bytes: Uint8Array,
  facts: Facts,
  size: readonly [number, number],
) => Promise<Uint8Array | undefined>;

/** Photographs are made smaller before sending, so they may be this much over the limit. */
const PHOTO_BYTES = 60_000_000;

/** Looks into a file that is to be painted. */
export async function chooseClip(file: File, config: Config, shrink: Shrink): Promise<Choice> {
  return choose(file, config, shrink, (facts) => clipProblem(facts, config.limits, config.kinds));
}

/** Looks into a picture that is to lend its style. */
export async function chooseStyle(file: File, config: Config, shrink: Shrink): Promise<Choice> {
  const isVideo = ({ kind }: Facts) => kind === "mp4" || kind === "webm";
  return choose(file, config, shrink, (facts) =>
    isVideo(facts)
      ? "This is a video. Choose a picture whose style is to be used."
      : frameProblem(facts, config.limits),
  );
}

async function choose(
  file: File,
  config: Config,
  shrink: Shrink,
  problemOf: (facts: Facts) => string | undefined,
): Promise<Choice> {
  const { limits, kinds } = config;
  if (file.size === 0 || file.size > Math.max(PHOTO_BYTES, limits.bytes)) {
    return { problem: sizeProblem(file.size, limits) ?? "" };
  }
  const bytes = await bytesOf(file);
  if (!bytes) return { problem: "This file could not be read. Choose it again." };
  const reading = read(bytes);
  if (reading.found === "other") return { problem: kindProblem(reading.name, kinds) };
  if (reading.found === "damage") return { problem: damageProblem(reading.kind) };
  const whole = { bytes, facts: reading.facts, name: file.name };
  const small = await shrunk(whole, config, shrink);
  const problem = sizeProblem(small.parcel.bytes.length, limits) ?? problemOf(small.facts);
  return problem ? { problem } : { chosen: small };
}

async function bytesOf(file: File): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return undefined;
  }
}

/** A photograph has more pixels than anyone wants painted: it is sent at the size that fits. */
async function shrunk(
  { bytes, facts, name }: { bytes: Uint8Array; facts: Facts; name: string },
  { limits }: Config,
  shrink: Shrink,
): Promise<Chosen> {
  const asIs = { name, parcel: { bytes, kind: facts.kind }, facts, original: undefined };
  const isPhoto = facts.kind === "jpeg" || facts.kind === "png" || facts.kind === "webp";
  const tooLarge = facts.width * facts.height > limits.pixels || bytes.length > limits.bytes;
  if (!isPhoto || facts.frames > 1 || !tooLarge) return asIs;
  const [width, height] = fitting(facts.width, facts.height, limits.pixels);
  const smaller = await shrink(bytes, facts, [width, height]);
  if (!smaller) return asIs;
  const kind = facts.kind === "png" ? "png" : "jpeg";
  return {
    name,
    parcel: { bytes: smaller, kind },
    facts: { ...facts, kind, width, height },
    original: facts,
  };
}
