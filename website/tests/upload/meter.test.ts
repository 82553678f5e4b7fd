import { expect, test } from "vitest";
import { Meter } from "../../src/upload/meter.ts";

function metering(total: number) {
  let now = 0;
  const meter = new Meter(total, () => now);
  const after = (seconds: number, loaded: number) => {
    now += seconds * 1000;
    return meter.update(loaded);
  };
  const pass = (seconds: number) => {
    now += seconds * 1000;
  };
  return { meter, after, pass };
}

test("a steady upload knows how long it will take", () => {
  const { after } = metering(1000);
  for (let second = 1; second < 5; second += 1) after(1, second * 100);
  expect(after(1, 500)).toMatchObject({ share: 0.5, secondsLeft: 5 });
});

test("nothing is promised in the first second", () => {
  const { after } = metering(1000);
  expect(after(0.3, 300).secondsLeft).toBeUndefined();
});

test("a slower line is noticed within seconds", () => {
  const { after } = metering(10_000);
  for (let second = 1; second <= 5; second += 1) after(1, second * 1000);
  for (let second = 1; second <= 15; second += 1) after(1, 5000 + second * 10);
  const left = after(1, 5160).secondsLeft ?? 0;
  expect(left).toBeGreaterThan(60);
});

test("a part that is sent again does not look like speed", () => {
  const { after } = metering(1000);
  after(2, 600);
  expect(after(1, 100).secondsLeft).toBeUndefined();
  expect(after(1, 200).secondsLeft).toBe(8);
});

test("it knows for how long nothing has moved", () => {
  const { meter, after, pass } = metering(1000);
  after(1, 100);
  pass(12);
  after(1, 100);
  expect(meter.quiet).toBe(13_000);
});

test("an empty upload is not divided by", () => {
  expect(metering(0).meter.read().share).toBe(0);
});
