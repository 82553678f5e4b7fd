import { describe, expect, test } from "vitest";
import { Memory } from "../src/memory.ts";

function memory(start = "") {
  let kept = start;
  let now = 1_000_000;
  const storage = {
    getItem: () => kept || null,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { memory: new Memory(storage, () => now), pass };
}

test("the last jobs are remembered, the newest first, a few of them", () => {
  const { memory: jobs } = memory();
  for (const id of ["a", "b", "c", "d", "e", "f"]) jobs.add(id, `${id}.gif`);
  expect(jobs.all().map(({ id }) => id)).toEqual(["f", "e", "d", "c", "b"]);
});

test("a job is forgotten when it is deleted", () => {
  const { memory: jobs } = memory();
  jobs.add("a", "a.gif");
  jobs.forget("a");
  expect(jobs.find("a")).toBeUndefined();
});

test("a job is fresh for two minutes", () => {
  const { memory: jobs, pass } = memory();
  jobs.add("a", "a.gif");
  expect([jobs.isFresh("a"), jobs.isFresh("b")]).toEqual([true, false]);
  pass(121_000);
  expect(jobs.isFresh("a")).toBe(false);
});

describe("a storage that", () => {
  test.each(["no JSON", "{}", '[{"id":1}]'])("holds %j holds nothing", (text) => {
    expect(memory(text).memory.all()).toEqual([]);
  });

  test("is full or forbidden costs nothing but the memory", () => {
    const broken = new Memory({
      getItem: () => {
        throw new Error("forbidden");
      },
      setItem: () => {
        throw new Error("full");
      },
    });
    broken.add("a", "a.gif");
    expect(broken.all()).toEqual([]);
  });
});
