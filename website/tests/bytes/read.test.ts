import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Kind } from "../../src/bytes/facts.ts";
import { read } from "../../src/bytes/read.ts";
import { delays, Pillow, type Sample, seed, side, videoSide, type Wish } from "./pillow.ts";

let pillow: Pillow;
beforeAll(() => {
  pillow = new Pillow();
});
afterAll(() => pillow.close());

const still = fc.constant([100]);

function wishes(more: { [K in keyof Wish]?: fc.Arbitrary<Wish[K]> }): fc.Arbitrary<Wish> {
  const base = { format: fc.constant("gif"), width: side, height: side, delays: still, seed };
  return fc.record({ ...base, ...more }) as fc.Arbitrary<Wish>;
}

/** Checks over many files that the page sees in them what their writer does. */
async function agrees(kind: Kind, arbitrary: fc.Arbitrary<Wish>, numRuns = 60): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitrary, async (wish) => {
      const { bytes, facts } = await pillow.write(wish);
      const reading = read(bytes);
      expect(reading).toMatchObject({ found: "facts" });
      if (reading.found !== "facts") return;
      const { seconds, ...rest } = reading.facts;
      expect(rest).toEqual({
        kind,
        width: facts.width,
        height: facts.height,
        frames: facts.frames,
      });
      expect(seconds).toBeCloseTo(facts.frames > 1 ? facts.seconds : 0, 3);
    }),
    { numRuns },
  );
}

describe("agrees with Pillow about", () => {
  test("GIFs with any palettes, delays and transparency", async () => {
    const variant = fc.constantFrom("", "palette", "transparent");
    const format = fc.constant("gif");
    await agrees("gif", wishes({ format, delays: delays(10, 300), variant }));
  });

  test("PNGs, still and animated", async () => {
    await agrees("png", wishes({ format: fc.constant("png"), delays: delays(1, 3000) }));
  });

  test("JPEGs, baseline and progressive, whichever way Exif turns them", async () => {
    const orientation = fc.integer({ min: 1, max: 8 });
    const variant = fc.constantFrom("", "progressive");
    await agrees("jpeg", wishes({ format: fc.constant("jpeg"), orientation, variant }));
  });

  test("WebPs, lossy and lossless, still and animated", async () => {
    const variant = fc.constantFrom("", "lossless", "transparent");
    const format = fc.constant("webp");
    await agrees("webp", wishes({ format, delays: delays(1, 3000, 5), variant }), 40);
  });
});

describe("agrees with FFmpeg about", () => {
  const video = (format: string, variant: string) =>
    wishes({
      format: fc.constant(format),
      variant: fc.constant(variant),
      width: videoSide,
      height: videoSide,
      delays: fc.array(fc.constant(100), { minLength: 2, maxLength: 14 }),
    });

  test.each([
    ["mp4", "mp4"],
    ["mp4", "mp4 in fragments"],
    ["webm", "webm"],
    ["webm", "webm live"],
  ] as const)("%s files written as %s", async (format, variant) => {
    await fc.assert(
      fc.asyncProperty(video(format, variant), async (wish) => {
        const { bytes, facts } = await pillow.write(wish);
        const reading = read(bytes);
        expect(reading).toMatchObject({
          found: "facts",
          facts: { kind: format, width: facts.width, height: facts.height, frames: facts.frames },
        });
        if (reading.found !== "facts") return;
        expect(Math.abs(reading.facts.seconds - facts.seconds)).toBeLessThan(0.11);
      }),
      { numRuns: 8 },
    );
  });
});

describe("never trips over", () => {
  const FORMATS = ["gif", "png", "jpeg", "webp", "mp4", "webm"] as const;
  const samples = new Map<string, Sample>();
  beforeAll(async () => {
    for (const format of FORMATS) {
      const wish = { format, width: 48, height: 32, delays: [100, 100, 100], seed: 5 };
      samples.set(
        format,
        await pillow.write(format === "jpeg" ? { ...wish, delays: [100] } : wish),
      );
    }
  });
  const sampleOf = (format: string): Uint8Array => samples.get(format)?.bytes ?? new Uint8Array();

  test("bytes of no meaning", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(read(bytes).found).not.toBe("facts");
      }),
    );
  });

  test.each(FORMATS)("a %s file that ends anywhere", (format) => {
    const whole = sampleOf(format);
    fc.assert(
      fc.property(fc.nat(whole.length), (end) => {
        expect(["facts", "other", "damage"]).toContain(read(whole.slice(0, end)).found);
      }),
      { numRuns: 300 },
    );
  });

  test.each(FORMATS)("a %s file with bytes changed anywhere", (format) => {
    const change = fc.tuple(fc.nat(sampleOf(format).length), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = sampleOf(format).slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        expect(["facts", "other", "damage"]).toContain(read(bytes).found);
      }),
      { numRuns: 300 },
    );
  });

  test("a GIF that is cut in the middle of a frame: it says so", () => {
    const gif = sampleOf("gif");
    expect(read(gif.slice(0, gif.length - 40))).toEqual({ found: "damage", kind: "gif" });
  });

  test("a GIF without its trailer: browsers and painters do not need it", () => {
    expect(read(sampleOf("gif").slice(0, -1))).toMatchObject({ found: "facts" });
  });

  test("an MP4 file without a movie in it", () => {
    const ftyp = new TextEncoder().encode("\0\0\0\x10ftypisom\0\0\0\0");
    expect(read(ftyp)).toEqual({ found: "damage", kind: "mp4" });
  });
});

describe("knows by its bytes", () => {
  test.each([
    ["%PDF-1.7", "a PDF document"],
    ["\0\0\0\x18ftypheic", "a HEIC picture"],
    ["\0\0\0\x18ftypavif", "an AVIF picture"],
    ["\0\0\0\x18ftypM4A ", "a sound recording"],
    ["RIFF\0\0\0\0AVI LIST", "an AVI video"],
    ["BM\x46", "a BMP picture"],
    ["<!DOCTYPE html>", "a web page"],
  ])("%j as something else", (text, name) => {
    expect(read(new Uint8Array(Buffer.from(text, "latin1")))).toEqual({ found: "other", name });
  });

  test("nothing about plain text", () => {
    expect(read(new TextEncoder().encode("hello"))).toEqual({ found: "other", name: undefined });
  });
});
