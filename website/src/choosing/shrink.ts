import type { Facts } from "../bytes/facts.ts";

const QUALITY = 0.92;

/** Draws a still picture at a smaller size, upright, and saves it as PNG (if it was) or JPEG. */
export async function shrinkInCanvas(
  bytes: Uint8Array,
  facts: Facts,
  [width, height]: readonly [number, number],
): Promise<Uint8Array | undefined> {
  const picture = await decode(bytes);
  if (!picture) return undefined;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  const type = facts.kind === "png" ? "image/png" : "image/jpeg";
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, QUALITY));
  return blob ? new Uint8Array(await blob.arrayBuffer()) : undefined;
}

async function decode(bytes: Uint8Array): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  } catch {
    return undefined;
  }
}
