import { describe, expect, test } from "vitest";
import { type Job, parseJob, STATUSES, type Status } from "../src/api.ts";
import { isNews, report, STATIONS, tenth } from "../src/status.ts";

const API = "https://api.example/api";

function job(status: Status, more: Record<string, unknown> = {}): Job {
  const times = { created_at: "2026-11-22T10:00:00Z", expires_at: "2026-11-29T10:00:00Z" };
  return parseJob({ job_id: "a", status, style: "scream", ...times, ...more }, API);
}

function painting(
  frame: number,
  of: number,
  phase = "painting",
  seconds_left: number | null = null,
) {
  return job("painting", { progress: { frame, of, phase, seconds_left } });
}

describe("every status", () => {
  test.each(STATUSES)("%s has a headline and stands at a station", (status) => {
    const told = report(job(status));
    expect(told.headline).not.toBe("");
    expect(told.station).toBeLessThanOrEqual(STATIONS.length);
  });

  test.each(["rejected", "failed", "capacity_exceeded"] as const)(
    "%s says what to do next",
    (status) => {
      expect(report(job(status))).toMatchObject({
        mood: "wrong",
        next: expect.stringMatching(/send it/i),
      });
    },
  );

  test("goes on by itself until it is ready or went wrong", () => {
    const going = STATUSES.filter((status) => report(job(status)).mood === "going");
    expect(going).toEqual(["uploaded", "waiting_for_capacity", "starting", "painting"]);
  });
});

describe("a painting under way", () => {
  test("counts its frames and says how long it will take", () => {
    expect(report(painting(37, 120, "painting", 300))).toMatchObject({
      headline: "Painted 37 of 120\u00a0frames",
      text: "About 5 minutes left.",
      share: 37 / 120,
    });
  });

  test("of one picture does not count", () => {
    expect(report(painting(0, 1)).headline).toBe("Painting your picture");
  });

  test("has nothing to measure while the clip is read", () => {
    expect(report(painting(0, 0, "reading"))).toMatchObject({ share: undefined, station: 2 });
    expect(report(job("painting")).share).toBeUndefined();
  });

  test("is whole while the frames are put together", () => {
    expect(report(painting(120, 120, "encoding")).share).toBe(1);
  });

  test("is announced at every tenth only", () => {
    expect([0, 0.09, 0.1, 0.35, 1].map(tenth)).toEqual([0, 0, 1, 3, 10]);
  });
});

test("a rejection gives the reason of the check", () => {
  expect(report(job("rejected", { reason: "Too long." })).text).toBe("Too long.");
});

test.each(["waiting_for_capacity", "capacity_exceeded"] as const)(
  "%s says which limit is in the way",
  (status) => {
    const reason = "All 4 of our painting machines are busy.";
    expect(report(job(status, { reason })).text).toContain(reason);
  },
);

describe("an answer is news when", () => {
  test("it is the first", () => expect(isNews(undefined, job("uploaded"))).toBe(true));
  test("the status changed", () => expect(isNews(job("uploaded"), job("starting"))).toBe(true));
  test("a frame was painted", () => expect(isNews(painting(1, 9), painting(2, 9))).toBe(true));
  test("the phase changed", () =>
    expect(isNews(painting(9, 9), painting(9, 9, "encoding"))).toBe(true));
  test("the line has moved", () => {
    const [third, second] = ["number 3", "number 2"].map((reason) =>
      job("waiting_for_capacity", { reason }),
    );
    expect(isNews(third, second as Job)).toBe(true);
  });
  test("nothing else", () => expect(isNews(painting(1, 9), painting(1, 9))).toBe(false));
});
