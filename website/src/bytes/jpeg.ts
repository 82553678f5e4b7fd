import { Cursor, Unreadable } from "./cursor.ts";
import type { Facts } from "./facts.ts";

const ORIENTATION = 0x0112;
const EXIF = "Exif\0\0";

/** Finds the frame header of a JPEG; a picture that Exif turns on its side is measured upright. */
export function readJpeg(bytes: Uint8Array): Facts {
  const cursor = new Cursor(bytes, 2);
  let turned = false;
  for (;;) {
    const marker = nextMarker(cursor);
    if (marker === 0xd9 || marker === 0xda) throw new Unreadable("has no frame header");
    if (hasNoLength(marker)) continue;
    const segment = cursor.part(Math.max(0, cursor.u16() - 2));
    if (marker === 0xe1) turned ||= isTurned(segment);
    if (isFrameHeader(marker)) {
      segment.skip(1);
      const [height, width] = [segment.u16(), segment.u16()];
      const upright = turned ? { width: height, height: width } : { width, height };
      return { kind: "jpeg", ...upright, frames: 1, seconds: 0 };
    }
  }
}

function nextMarker(cursor: Cursor): number {
  if (cursor.u8() !== 0xff) throw new Unreadable(`has no marker at byte ${cursor.at - 1}`);
  let marker = cursor.u8();
  while (marker === 0xff) marker = cursor.u8();
  return marker;
}

function hasNoLength(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** Whether Exif orientation 5 to 8 swaps width and height. Broken Exif turns nothing. */
function isTurned(segment: Cursor): boolean {
  try {
    if (segment.text(EXIF.length) !== EXIF) return false;
    const tiff = segment.at;
    const little = segment.u16() === 0x4949;
    segment.skip(2);
    segment.at = tiff + segment.u32(little);
    for (let entries = segment.u16(little); entries > 0; entries -= 1) {
      const tag = segment.u16(little);
      segment.skip(6);
      const value = segment.u16(little);
      segment.skip(2);
      if (tag === ORIENTATION) return value >= 5 && value <= 8;
    }
    return false;
  } catch (error) {
    if (error instanceof Unreadable) return false;
    throw error;
  }
}
