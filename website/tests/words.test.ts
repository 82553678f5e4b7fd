import { describe, expect, test } from "vitest";
import { about, count, duration, either, pixels, size } from "../src/words.ts";

const said = (text: string) => text.replaceAll("\u00a0", " ");

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [48_200, "48 kB"],
  [999_600, "1 MB"],
  [3_240_000, "3.2 MB"],
  [20_000_000, "20 MB"],
])("%d bytes are %s", (bytes, words) => {
  expect(said(size(bytes))).toBe(words);
});

test.each([
  [0.4, "0.4 seconds"],
  [1, "1 second"],
  [3.25, "3.3 seconds"],
  [9.97, "10 seconds"],
  [42, "42 seconds"],
  [180, "3 minutes"],
])("a clip of %d seconds lasts %s", (seconds, words) => {
  expect(said(duration(seconds))).toBe(words);
});

describe("a guess", () => {
  test.each([
    [3, "a few seconds"],
    [33, "about 35 seconds"],
    [70, "about a minute"],
    [250, "about 4 minutes"],
    [2000, "about 35 minutes"],
    [3500, "about an hour"],
    [9000, "about 3 hours"],
  ])("of %d seconds is rounded to %s", (seconds, words) => {
    expect(about(seconds)).toBe(words);
  });
});

test("one is singular, others plural", () => {
  expect([count(1, "frame"), count(2, "frame"), count(1234, "frame")].map(said)).toEqual([
    "1 frame",
    "2 frames",
    "1,234 frames",
  ]);
});

test("pixels are counted in millions once there are many", () => {
  expect([pixels(800), pixels(1_600_000)].map(said)).toEqual(["800 pixels", "1.6 million pixels"]);
});

test("a choice is read with commas and one or", () => {
  expect([either([]), either(["a"]), either(["a", "b"]), either(["a", "b", "c"])]).toEqual([
    "",
    "a",
    "a or b",
    "a, b or c",
  ]);
});
