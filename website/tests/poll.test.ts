import { describe, expect, test } from "vitest";
import { type Clock, FAILING, Poller, pause, WATCHING } from "../src/poll.ts";

/** A clock that notes each wait and moves on only when told. */
class Waits implements Clock {
  readonly all: number[] = [];
  #next: (() => void) | undefined;

  after(milliseconds: number, call: () => void): () => void {
    this.all.push(Math.round(milliseconds));
    this.#next = call;
    return () => {
      this.#next = undefined;
    };
  }

  get isWaiting(): boolean {
    return this.#next !== undefined;
  }

  async pass(times = 1): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      this.#next?.();
      await new Promise((settled) => setTimeout(settled));
    }
  }
}

function polling(answers: (string | Error)[]) {
  const clock = new Waits();
  const seen: string[] = [];
  const poller = new Poller<string>(
    {
      ask: async () => {
        const answer = answers.shift() ?? "same";
        if (answer instanceof Error) throw answer;
        return answer;
      },
      answered: (answer) => {
        seen.push(answer);
        return { news: answer.startsWith("new"), over: answer === "over" };
      },
      failed: (error) => (error as Error).message !== "gone",
    },
    clock,
  );
  return { poller, clock, seen };
}

describe("polling", () => {
  test("slows down while nothing is new, and hurries when something is", async () => {
    const { poller, clock } = polling(["new", "same", "same", "new"]);
    await poller.now();
    await clock.pass(3);
    expect(clock.all).toEqual([2000, 2600, 3380, 2000]);
  });

  test("is never slower than its slowest", async () => {
    const { poller, clock } = polling([]);
    await poller.now();
    await clock.pass(30);
    expect(Math.max(...clock.all)).toBe(WATCHING.slowest);
  });

  test("stops when it is over", async () => {
    const { poller, clock, seen } = polling(["new", "over"]);
    await poller.now();
    await clock.pass(5);
    expect(seen).toEqual(["new", "over"]);
    expect(clock.isWaiting).toBe(false);
  });

  test("backs off while asking fails, and recovers", async () => {
    const { poller, clock } = polling([new Error("no"), new Error("no"), new Error("no"), "new"]);
    await poller.now();
    await clock.pass(3);
    expect(clock.all).toEqual([2000, 4000, 8000, 2000]);
  });

  test("stops at a failure that will not pass", async () => {
    const { poller, clock } = polling([new Error("gone")]);
    await poller.now();
    expect(clock.isWaiting).toBe(false);
  });

  test("rests while the page is hidden and goes on at once after it", async () => {
    const { poller, clock, seen } = polling(["new", "new again"]);
    await poller.now();
    poller.rest();
    await clock.pass(3);
    expect(seen).toEqual(["new"]);
    await poller.now();
    expect(seen).toEqual(["new", "new again"]);
  });

  test("goes on when the page was hidden and shown again within one question", async () => {
    const { poller, clock, seen } = polling(["new", "new again"]);
    const asking = poller.now();
    poller.rest();
    await poller.now();
    await asking;
    await clock.pass();
    expect(seen).toEqual(["new", "new again"]);
  });

  test("asks no more after it was stopped", async () => {
    const { poller, seen } = polling(["new", "new again"]);
    await poller.now();
    poller.stop();
    await poller.now();
    expect(seen).toEqual(["new"]);
  });
});

test("a pause grows to its slowest and no further", () => {
  expect([0, 1, 2, 10].map((failures) => pause(FAILING, failures))).toEqual([
    2000, 4000, 8000, 60_000,
  ]);
});
