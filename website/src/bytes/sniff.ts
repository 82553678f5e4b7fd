import type { Kind } from "./facts.ts";

/** A kind the page can look into, or the plain name of something it knows but cannot use. */
export type Sniffed = { kind: Kind } | { name: string } | undefined;

/** Patterns of first bytes, each byte as the character of the same number. */
const SIGNATURES: readonly (readonly [RegExp, Sniffed])[] = [
  [/^GIF8[79]a/, { kind: "gif" }],
  [/^\x89PNG\r\n\x1a\n/, { kind: "png" }],
  [/^\xff\xd8\xff/, { kind: "jpeg" }],
  [/^RIFF.{4}WEBP/s, { kind: "webp" }],
  [/^\x1a\x45\xdf\xa3/, { kind: "webm" }],
  [/^.{4}ftyp(hei|hev|mif1)/s, { name: "a HEIC picture" }],
  [/^.{4}ftypavi/s, { name: "an AVIF picture" }],
  [/^.{4}ftypM4A/s, { name: "a sound recording" }],
  [/^.{4}ftyp/s, { kind: "mp4" }],
  [/^RIFF.{4}AVI /s, { name: "an AVI video" }],
  [/^%PDF/, { name: "a PDF document" }],
  [/^BM/, { name: "a BMP picture" }],
  [/^(II\*\0|MM\0\*)/, { name: "a TIFF picture" }],
  [/^PK\x03\x04/, { name: "a ZIP archive" }],
  [/^\x1f\x8b/, { name: "a GZIP archive" }],
  [/^(ID3|OggS)/, { name: "a sound recording" }],
  [/^\s*<svg/, { name: "an SVG drawing" }],
  [/^\s*<(!doctype|html)/i, { name: "a web page" }],
];

/** What the first bytes of a file say that it is, whatever its name says. */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = String.fromCharCode(...bytes.subarray(0, 32));
  return SIGNATURES.find(([pattern]) => pattern.test(head))?.[1];
}
