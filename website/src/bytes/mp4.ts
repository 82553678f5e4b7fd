import { Cursor, Unreadable } from "./cursor.ts";
import type { Facts } from "./facts.ts";

interface Track {
  id: number;
  isVideo: boolean;
  width: number;
  height: number;
  timescale: number;
  duration: number;
  samples: number;
  defaultDuration: number;
}

interface Movie {
  tracks: Track[];
  defaults: Map<number, number>;
}

const UNKNOWN_32 = 0xffffffff;

/** Reads the boxes of an MP4 or QuickTime file (ISO/IEC 14496-12), fragmented ones included. */
export function readMp4(bytes: Uint8Array): Facts {
  const movie: Movie = { tracks: [], defaults: new Map() };
  for (const box of boxes(new Cursor(bytes))) {
    if (box.type === "moov") readMovie(box.body, movie);
    else if (box.type === "moof") readFragment(box.body, movie);
  }
  const video = movie.tracks.find((track) => track.isVideo && track.width > 0);
  if (!video) throw new Unreadable("has no video in it");
  if (video.samples === 0) throw new Unreadable("has no frame in it");
  const seconds = video.timescale > 0 ? video.duration / video.timescale : 0;
  const { width, height, samples: frames } = video;
  return { kind: "mp4", width, height, frames, seconds };
}

function* boxes(cursor: Cursor): Generator<{ type: string; body: Cursor }> {
  while (cursor.left >= 8) {
    const from = cursor.at;
    let size = cursor.u32();
    const type = cursor.text(4);
    if (size === 1) size = cursor.u64();
    else if (size === 0) size = cursor.end - from;
    const header = cursor.at - from;
    if (size < header) throw new Unreadable(`has a box of ${size} bytes`);
    yield { type, body: cursor.part(size - header) };
  }
}

function readMovie(body: Cursor, movie: Movie): void {
  for (const box of boxes(body)) {
    if (box.type === "trak") movie.tracks.push(readTrack(box.body));
    else if (box.type === "mvex") readExtends(box.body, movie);
  }
}

function readTrack(body: Cursor): Track {
  const track: Track = {
    id: 0,
    isVideo: false,
    width: 0,
    height: 0,
    timescale: 0,
    duration: 0,
    samples: 0,
    defaultDuration: 0,
  };
  readTrackBoxes(body, track);
  return track;
}

function readTrackBoxes(body: Cursor, track: Track): void {
  for (const { type, body: inner } of boxes(body)) {
    if (type === "mdia" || type === "minf" || type === "stbl") readTrackBoxes(inner, track);
    else if (type === "tkhd") readTrackHeader(inner, track);
    else if (type === "mdhd") readMediaHeader(inner, track);
    else if (type === "hdlr") {
      inner.skip(8);
      track.isVideo ||= inner.text(4) === "vide";
    } else if (type === "stsz") {
      inner.skip(8);
      track.samples = inner.u32();
    }
  }
}

function readTrackHeader(body: Cursor, track: Track): void {
  const wide = body.u8() === 1;
  body.skip(3 + (wide ? 16 : 8));
  track.id = body.u32();
  body.skip(4 + (wide ? 8 : 4) + 16);
  const matrix = Array.from({ length: 9 }, () => body.u32());
  const [width, height] = [body.u32() / 65536, body.u32() / 65536];
  // A phone that was held upright stores the video on its side and turns it by the matrix.
  const turned = matrix[0] === 0 && matrix[1] !== 0;
  track.width = Math.round(turned ? height : width);
  track.height = Math.round(turned ? width : height);
}

function readMediaHeader(body: Cursor, track: Track): void {
  const wide = body.u8() === 1;
  body.skip(3 + (wide ? 16 : 8));
  track.timescale = body.u32();
  const duration = wide ? body.u64() : body.u32();
  track.duration = duration === UNKNOWN_32 ? 0 : duration;
}

function readExtends(body: Cursor, movie: Movie): void {
  for (const { type, body: inner } of boxes(body)) {
    if (type !== "trex") continue;
    inner.skip(4);
    const id = inner.u32();
    inner.skip(4);
    movie.defaults.set(id, inner.u32());
  }
}

function readFragment(body: Cursor, movie: Movie): void {
  for (const { type, body: inner } of boxes(body)) {
    if (type === "traf") readTrackFragment(inner, movie);
  }
}

function readTrackFragment(body: Cursor, movie: Movie): void {
  let fragment: { track: Track | undefined; defaultDuration: number } | undefined;
  for (const { type, body: inner } of boxes(body)) {
    if (type === "tfhd") fragment = readFragmentHeader(inner, movie);
    else if (type === "trun" && fragment?.track) {
      readRun(inner, fragment.track, fragment.defaultDuration);
    }
  }
}

function readFragmentHeader(body: Cursor, movie: Movie) {
  const flags = body.u32() & 0xffffff;
  const id = body.u32();
  body.skip((flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0));
  return {
    track: movie.tracks.find((track) => track.id === id),
    defaultDuration: flags & 8 ? body.u32() : (movie.defaults.get(id) ?? 0),
  };
}

function readRun(body: Cursor, track: Track, defaultDuration: number): void {
  const flags = body.u32() & 0xffffff;
  const count = body.u32();
  body.skip((flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0));
  track.samples += count;
  if (!(flags & 0x100)) {
    track.duration += count * defaultDuration;
    return;
  }
  const rest = (flags & 0x200 ? 4 : 0) + (flags & 0x400 ? 4 : 0) + (flags & 0x800 ? 4 : 0);
  for (let sample = 0; sample < count; sample += 1) {
    track.duration += body.u32();
    body.skip(rest);
  }
}
