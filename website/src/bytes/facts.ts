/** The kinds of file that the page can look into. */
export const KINDS = ["gif", "png", "jpeg", "webp", "mp4", "webm"] as const;
export type Kind = (typeof KINDS)[number];

/** What the bytes of a file say about it. `seconds` is 0 for a still picture. */
export interface Facts {
  readonly kind: Kind;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly seconds: number;
}
