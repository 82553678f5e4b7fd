import { Cursor, Unreadable } from "./cursor.ts";
import type { Facts } from "./facts.ts";

/** Reads the header of a PNG and, in an animated one, the delay of every frame. */
export function readPng(bytes: Uint8Array): Facts {
  const cursor = new Cursor(bytes, 8);
  let size: { width: number; height: number } | undefined;
  let animated = false;
  let frames = 0;
  let seconds = 0;
  let ended = false;
  while (!ended) {
    const length = cursor.u32();
    const type = cursor.text(4);
    const chunk = cursor.part(length);
    cursor.skip(4);
    if (type === "IHDR") size = { width: chunk.u32(), height: chunk.u32() };
    else if (type === "acTL") animated = true;
    else if (type === "fcTL") {
      frames += 1;
      seconds += frameSeconds(chunk);
    }
    ended = type === "IEND";
  }
  if (!size) throw new Unreadable("has no header");
  if (!animated || frames < 2) return { kind: "png", ...size, frames: 1, seconds: 0 };
  return { kind: "png", ...size, frames, seconds };
}

function frameSeconds(control: Cursor): number {
  control.skip(20);
  const numerator = control.u16();
  // A denominator of 0 means hundredths.
  const denominator = control.u16() || 100;
  return numerator / denominator;
}
