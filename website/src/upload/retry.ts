/** What to do about an error in the middle of an upload. */
export type Verdict = "again" | "again with new credentials" | "give up";

const EXPIRED = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidToken",
]);
const BUSY = new Set([408, 429, 500, 502, 503, 504]);
/** Waits in seconds before each further try: 70 seconds of outage are sat out. */
const WAITS = [1, 3, 6, 15, 45] as const;

export const MOST_RETRIES = WAITS.length;

/** Seconds before retry number `retry` (from 0), spread so that many pages do not come at once. */
export function wait(retry: number, random: () => number = Math.random): number {
  const seconds = WAITS[Math.min(retry, WAITS.length - 1)] ?? 0;
  return seconds * (0.75 + random() / 2);
}

/** The error of a request that never got an answer. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
}

/** Judges an error of the SDK or of the network. */
export function judge(error: unknown): Verdict {
  const { name, status } = describe(error);
  if (EXPIRED.has(name)) return "again with new credentials";
  // A refused request can look like no answer at all when the refusal lacks CORS headers.
  if (name === "NoAnswer" || name === "TypeError") return "again with new credentials";
  if (name === "TimeoutError" || name === "RequestTimeout" || BUSY.has(status)) return "again";
  return "give up";
}

/** Why sending was given up, and what to do next. */
export function failureText(error: unknown): string {
  const { name } = describe(error);
  if (name === "RequestTimeTooSkewed" || name === "SignatureDoesNotMatch") {
    return "The clock of your device is wrong by more than 15 minutes. Set it, then send again.";
  }
  if (judge(error) !== "give up") {
    return "The connection was lost and did not come back. Check it, then send again.";
  }
  if (name === "EntityTooLarge")
    return "The file is too large for the upload. Choose a smaller one.";
  return "The upload was refused. Load this page again, then send again; if that does not help, try later.";
}

function describe(error: unknown): { name: string; status: number } {
  const { name = "", $metadata } = (error ?? {}) as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  return { name, status: $metadata?.httpStatusCode ?? 0 };
}
