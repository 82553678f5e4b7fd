import { Cursor, Unreadable } from "./cursor.ts";
import type { Facts } from "./facts.ts";

interface Found {
  size?: { width: number; height: number };
  frames: number;
  milliseconds: number;
}

/** Walks the RIFF chunks of a WebP file, still or animated. */
export function readWebp(bytes: Uint8Array): Facts {
  const cursor = new Cursor(bytes, 4);
  const body = new Cursor(bytes, 12, Math.min(bytes.length, cursor.u32(true) + 8));
  const found: Found = { frames: 0, milliseconds: 0 };
  while (body.left >= 8) {
    const type = body.text(4);
    const length = body.u32(true);
    readChunk(type, body.part(length), found);
    if (length % 2 && body.left > 0) body.skip(1);
  }
  if (!found.size) throw new Unreadable("has no header");
  if (found.frames < 2) return { kind: "webp", ...found.size, frames: 1, seconds: 0 };
  return { kind: "webp", ...found.size, frames: found.frames, seconds: found.milliseconds / 1000 };
}

function readChunk(type: string, chunk: Cursor, found: Found): void {
  if (type === "VP8X") {
    chunk.skip(4);
    found.size = { width: chunk.u24(true) + 1, height: chunk.u24(true) + 1 };
  } else if (type === "ANMF") {
    chunk.skip(12);
    found.frames += 1;
    found.milliseconds += chunk.u24(true);
  } else if (type === "VP8 ") {
    chunk.skip(6);
    found.size ??= { width: chunk.u16(true) & 0x3fff, height: chunk.u16(true) & 0x3fff };
  } else if (type === "VP8L") {
    chunk.skip(1);
    const bits = chunk.u32(true);
    found.size ??= { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
}
