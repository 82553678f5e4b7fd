import type { Job } from "./api.ts";
import { about, count } from "./words.ts";

/** The four stations of a job's way, in the order that a visitor reads them. */
export const STATIONS = ["Received", "Set up", "Painting", "Ready"] as const;

/** What a visitor is told about a job. */
export interface Report {
  readonly headline: string;
  readonly text: string;
  readonly mood: "going" | "done" | "wrong";
  /** Index into STATIONS of what is going on now; 4 when all are done. */
  readonly station: number;
  /** How much is painted, 0 to 1; undefined while nothing can be measured. */
  readonly share: number | undefined;
  /** What the visitor can do now when nothing more will happen by itself. */
  readonly next: string | undefined;
}

const GOING = { mood: "going", share: undefined, next: undefined } as const;

/** A job in plain words. */
export function report(job: Job): Report {
  switch (job.status) {
    case "uploaded":
      return {
        ...GOING,
        headline: "Your clip has arrived",
        text: "It is being looked at. That takes a few seconds.",
        station: 0,
      };
    case "waiting_for_capacity":
      return {
        ...GOING,
        headline: "Waiting for a free machine",
        text: job.reason ?? "Every machine that can paint is taken right now.",
        station: 1,
      };
    case "starting":
      return {
        ...GOING,
        headline: "The painter is setting up",
        text: "A machine was found and is starting. That takes a few minutes.",
        station: 1,
      };
    case "painting":
      return painting(job);
    case "ready":
      return {
        headline: "Your painting is ready",
        text: "Drag across it to compare it with your clip.",
        mood: "done",
        station: 4,
        share: 1,
        next: undefined,
      };
    default:
      return wrong(job);
  }
}

function painting(job: Job): Report {
  const progress = job.progress;
  const left = progress?.secondsLeft;
  const text = left === undefined ? "" : `${capital(about(left))} left.`;
  if (!progress || progress.phase === "reading") {
    return {
      ...GOING,
      headline: "The painter is looking at your clip",
      text: "Every frame is read before the first stroke.",
      station: 2,
    };
  }
  if (progress.phase === "encoding") {
    return {
      ...GOING,
      headline: "The last strokes are dry",
      text: "The frames are being put together. This takes less than a minute.",
      station: 2,
      share: 1,
    };
  }
  const share = progress.of > 0 ? progress.frame / progress.of : 0;
  const headline =
    progress.of === 1
      ? "Painting your picture"
      : `Painted ${progress.frame} of ${count(progress.of, "frame")}`;
  return { ...GOING, headline, text, station: 2, share };
}

function wrong(job: Job): Report {
  const base = { mood: "wrong", share: undefined } as const;
  if (job.status === "rejected") {
    return {
      ...base,
      headline: "This clip cannot be painted",
      text: job.reason ?? "The check after the upload did not accept it.",
      station: 0,
      next: "Change what is named above, or choose another clip, and send it again.",
    };
  }
  if (job.status === "capacity_exceeded") {
    return {
      ...base,
      headline: "No machine became free",
      text:
        `${job.reason ?? "We asked for a machine again and again, and all of them stayed taken."} ` +
        "Your clip is fine.",
      station: 1,
      next: "Send it again later, in an hour or tomorrow.",
    };
  }
  return {
    ...base,
    headline: "The painting went wrong",
    text: job.reason ?? "Something broke on our side. Your clip is most likely fine.",
    station: 2,
    next: "Send it again. If it goes wrong a second time, try a shorter clip.",
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether an answer differs in anything that a visitor can see. */
export function isNews(before: Job | undefined, now: Job): boolean {
  return (
    before?.status !== now.status ||
    before.reason !== now.reason ||
    before.progress?.frame !== now.progress?.frame ||
    before.progress?.phase !== now.progress?.phase
  );
}

/** The tenth that a share has reached, for announcements that do not chatter. */
export function tenth(share: number): number {
  return Math.floor(share * 10 + 1e-9);
}
