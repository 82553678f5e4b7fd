import { Unreadable } from "./cursor.ts";
import type { Facts, Kind } from "./facts.ts";
import { readGif } from "./gif.ts";
import { readJpeg } from "./jpeg.ts";
import { readMp4 } from "./mp4.ts";
import { readPng } from "./png.ts";
import { sniff } from "./sniff.ts";
import { readWebm } from "./webm.ts";
import { readWebp } from "./webp.ts";

const READERS: Record<Kind, (bytes: Uint8Array) => Facts> = {
  gif: readGif,
  png: readPng,
  jpeg: readJpeg,
  webp: readWebp,
  mp4: readMp4,
  webm: readWebm,
};

/** What was found in a file: facts, a kind that cannot be painted, or damage. */
export type Reading =
  | { readonly found: "facts"; readonly facts: Facts }
  | { readonly found: "other"; readonly name: string | undefined }
  | { readonly found: "damage"; readonly kind: Kind };

/** Reads the bytes of any file; never throws. */
export function read(bytes: Uint8Array): Reading {
  const sniffed = sniff(bytes);
  if (!sniffed) return { found: "other", name: undefined };
  if ("name" in sniffed) return { found: "other", name: sniffed.name };
  try {
    return { found: "facts", facts: READERS[sniffed.kind](bytes) };
  } catch (error) {
    if (error instanceof Unreadable) return { found: "damage", kind: sniffed.kind };
    throw error;
  }
}
