import { Cursor, Unreadable } from "./cursor.ts";
import type { Facts } from "./facts.ts";

const ID = {
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cluster: 0x1f43b675,
  clusterTimestamp: 0xe7,
  blockGroup: 0xa0,
  block: 0xa1,
  simpleBlock: 0xa3,
} as const;

const ENTERED = new Set<number>([
  ID.segment,
  ID.info,
  ID.tracks,
  ID.trackEntry,
  ID.video,
  ID.cluster,
  ID.blockGroup,
]);
const VIDEO_TRACK = 1;

interface Found {
  scale: number;
  duration: number;
  track: { number: number; type: number; width: number; height: number };
  video: { number: number; width: number; height: number } | undefined;
  cluster: number;
  frames: number;
  last: number;
}

/** Reads the elements of a WebM file (Matroska, RFC 9559), live recordings of unknown size included. */
export function readWebm(bytes: Uint8Array): Facts {
  const found: Found = {
    scale: 1_000_000,
    duration: 0,
    track: { number: 0, type: 0, width: 0, height: 0 },
    video: undefined,
    cluster: 0,
    frames: 0,
    last: 0,
  };
  readElements(new Cursor(bytes), found);
  settleTrack(found);
  if (!found.video) throw new Unreadable("has no video in it");
  if (found.frames === 0) throw new Unreadable("has no frame in it");
  const { width, height } = found.video;
  const seconds = ((found.duration || lastFrameEnd(found)) * found.scale) / 1e9;
  return { kind: "webm", width, height, frames: found.frames, seconds };
}

/** A recording without a duration lasts one average frame longer than its last timestamp. */
function lastFrameEnd(found: Found): number {
  return found.frames > 1 ? (found.last * found.frames) / (found.frames - 1) : 0;
}

function readElements(cursor: Cursor, found: Found): void {
  while (cursor.left > 0) {
    const id = readId(cursor);
    const size = readSize(cursor);
    // Going into a parent is only reading on: its end, known or not, needs no attention.
    if (ENTERED.has(id)) {
      if (id === ID.trackEntry) settleTrack(found);
      continue;
    }
    if (size === undefined) throw new Unreadable(`has an endless element at byte ${cursor.at}`);
    readValue(id, cursor.part(size), found);
  }
}

function readValue(id: number, body: Cursor, found: Found): void {
  if (id === ID.timestampScale) found.scale = readUnsigned(body);
  else if (id === ID.duration) found.duration = body.left === 4 ? body.f32() : body.f64();
  else if (id === ID.trackNumber) found.track.number = readUnsigned(body);
  else if (id === ID.trackType) found.track.type = readUnsigned(body);
  else if (id === ID.pixelWidth) found.track.width = readUnsigned(body);
  else if (id === ID.pixelHeight) found.track.height = readUnsigned(body);
  else if (id === ID.clusterTimestamp) {
    settleTrack(found);
    found.cluster = readUnsigned(body);
  } else if (id === ID.block || id === ID.simpleBlock) readBlock(body, found);
}

/** The track entry that was just read ends: keep it if it is the first video. */
function settleTrack(found: Found): void {
  const { number, type, width, height } = found.track;
  if (type === VIDEO_TRACK && width > 0) found.video ??= { number, width, height };
  found.track = { number: 0, type: 0, width: 0, height: 0 };
}

function readBlock(body: Cursor, found: Found): void {
  if (readSize(body) !== found.video?.number) return;
  const offset = (body.u16() << 16) >> 16;
  found.frames += 1;
  found.last = Math.max(found.last, found.cluster + offset);
}

function readId(cursor: Cursor): number {
  const first = cursor.u8();
  const extra = Math.clz32(first) - 24;
  if (extra > 3) throw new Unreadable(`has no element at byte ${cursor.at - 1}`);
  let id = first;
  for (let index = 0; index < extra; index += 1) id = id * 256 + cursor.u8();
  return id;
}

/** A variable-length number; undefined when all its bits are set, which means unknown. */
function readSize(cursor: Cursor): number | undefined {
  const first = cursor.u8();
  const extra = Math.clz32(first) - 24;
  if (extra > 7) throw new Unreadable(`has no size at byte ${cursor.at - 1}`);
  let value = first & (0x7f >> extra);
  let unknown = value === 0x7f >> extra;
  for (let index = 0; index < extra; index += 1) {
    const next = cursor.u8();
    unknown &&= next === 0xff;
    value = value * 256 + next;
  }
  return unknown ? undefined : value;
}

function readUnsigned(body: Cursor): number {
  let value = 0;
  while (body.left > 0) value = value * 256 + body.u8();
  return value;
}
