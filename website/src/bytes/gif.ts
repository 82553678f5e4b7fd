import { Cursor, Unreadable } from "./cursor.ts";
import type { Facts } from "./facts.ts";

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const GRAPHIC_CONTROL = 0xf9;
const HAS_COLOUR_TABLE = 0x80;

/** Walks the blocks of a GIF (GIF89a specification) and adds up its delays. */
export function readGif(bytes: Uint8Array): Facts {
  const cursor = new Cursor(bytes, 6);
  const width = cursor.u16(true);
  const height = cursor.u16(true);
  const flags = cursor.u8();
  cursor.skip(2);
  skipColourTable(cursor, flags);
  let frames = 0;
  let centiseconds = 0;
  // Many writers leave the trailer out: the end of the file ends the clip just as well.
  while (cursor.left > 0) {
    const block = cursor.u8();
    if (block === TRAILER) break;
    if (block === IMAGE) {
      skipImage(cursor);
      frames += 1;
    } else if (block === EXTENSION) {
      centiseconds += readExtension(cursor);
    } else {
      throw new Unreadable(`has an unknown block at byte ${cursor.at - 1}`);
    }
  }
  if (frames === 0) throw new Unreadable("has no frame in it");
  return { kind: "gif", width, height, frames, seconds: frames > 1 ? centiseconds / 100 : 0 };
}

function skipColourTable(cursor: Cursor, flags: number): void {
  if (flags & HAS_COLOUR_TABLE) cursor.skip(3 * 2 ** ((flags & 7) + 1));
}

function skipImage(cursor: Cursor): void {
  cursor.skip(8);
  skipColourTable(cursor, cursor.u8());
  cursor.skip(1);
  skipSubBlocks(cursor);
}

/** Returns the delay that a graphic control extension states, 0 for any other. */
function readExtension(cursor: Cursor): number {
  if (cursor.u8() !== GRAPHIC_CONTROL) {
    skipSubBlocks(cursor);
    return 0;
  }
  const control = cursor.part(cursor.u8());
  control.skip(1);
  const delay = control.u16(true);
  skipSubBlocks(cursor);
  return delay;
}

function skipSubBlocks(cursor: Cursor): void {
  for (let size = cursor.u8(); size > 0; size = cursor.u8()) cursor.skip(size);
}
