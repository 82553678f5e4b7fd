import type { Kind } from "./facts.ts";

/** A kind the page can look into, or the plain name of something it knows but cannot use. */
export type Sniffed = { kind: Kind } | { name: string } | undefined;

interface Signature {
  readonly at: number;
  readonly text: string;
  readonly means: Sniffed;
}

const SIGNATURES: readonly Signature[] = [
  { at: 0, text: "GIF87a", means: { kind: "gif" } },
  { at: 0, text: "GIF89a", means: { kind: "gif" } },
  { at: 0, text: "\x89PNG\r\n\x1a\n", means: { kind: "png" } },
  { at: 0, text: "\xff\xd8\xff", means: { kind: "jpeg" } },
  { at: 8, text: "WEBP", means: { kind: "webp" } },
  { at: 0, text: "\x1a\x45\xdf\xa3", means: { kind: "webm" } },
  { at: 4, text: "ftyphei", means: { name: "a HEIC picture" } },
  { at: 4, text: "ftyphev", means: { name: "a HEIC picture" } },
  { at: 4, text: "ftypmif1", means: { name: "a HEIC picture" } },
  { at: 4, text: "ftypavi", means: { name: "an AVIF picture" } },
  { at: 4, text: "ftyp", means: { kind: "mp4" } },
  { at: 4, text: "moov", means: { kind: "mp4" } },
  { at: 4, text: "wide", means: { kind: "mp4" } },
  { at: 8, text: "AVI ", means: { name: "an AVI video" } },
  { at: 0, text: "%PDF", means: { name: "a PDF document" } },
  { at: 0, text: "BM", means: { name: "a BMP picture" } },
  { at: 0, text: "II*\0", means: { name: "a TIFF picture" } },
  { at: 0, text: "MM\0*", means: { name: "a TIFF picture" } },
  { at: 0, text: "PK\x03\x04", means: { name: "a ZIP archive" } },
  { at: 0, text: "\x1f\x8b", means: { name: "a GZIP archive" } },
  { at: 0, text: "ID3", means: { name: "an MP3 recording" } },
  { at: 0, text: "OggS", means: { name: "an Ogg file" } },
  { at: 0, text: "<svg", means: { name: "an SVG drawing" } },
  { at: 0, text: "<?xml", means: { name: "an XML or SVG file" } },
  { at: 0, text: "<!DOCTYPE", means: { name: "a web page" } },
  { at: 0, text: "<html", means: { name: "a web page" } },
];

/** What the first bytes of a file say that it is, whatever its name says. */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = String.fromCharCode(...bytes.subarray(0, 32));
  return SIGNATURES.find(({ at, text }) => head.startsWith(text, at))?.means;
}
