/** Keeps a number and its unit on one line. */
const TIED = "\u00a0";

/** 1 frame, 2 frames, 1,234 frames. */
export function count(amount: number, one: string, many = `${one}s`): string {
  // By hand: the first use of the browser's locale data costs a slow phone a third of a second.
  const number = String(amount).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${number}${TIED}${amount === 1 ? one : many}`;
}

/** 512 bytes, 48 kB, 3.2 MB: with the decimal units that file managers show. */
export function size(bytes: number): string {
  if (bytes < 1000) return count(bytes, "byte");
  if (bytes < 999_500) return `${Math.round(bytes / 1000)}${TIED}kB`;
  return `${trimmed(bytes / 1e6)}${TIED}MB`;
}

/** 0.4 seconds, 12 seconds, 2 minutes: a length of time as one would say it. */
export function duration(seconds: number): string {
  if (seconds < 9.95) {
    const text = trimmed(seconds);
    return `${text}${TIED}${text === "1" ? "second" : "seconds"}`;
  }
  if (seconds < 90) return `${Math.round(seconds)}${TIED}seconds`;
  if (seconds < 90 * 60) return count(Math.round(seconds / 60), "minute");
  return `${trimmed(seconds / 3600)}${TIED}hours`;
}

/** A guess at a length of time, rounded so that it does not pretend to know better. */
export function about(seconds: number): string {
  if (seconds < 10) return "a few seconds";
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} seconds`;
  if (seconds < 90) return "about a minute";
  if (seconds < 15 * 60) return `about ${Math.round(seconds / 60)} minutes`;
  if (seconds < 55 * 60) return `about ${Math.round(seconds / 300) * 5} minutes`;
  if (seconds < 90 * 60) return "about an hour";
  return `about ${Math.round(seconds / 3600)} hours`;
}

/** 0.5 million pixels, 800 pixels. */
export function pixels(amount: number): string {
  if (amount < 100_000) return count(amount, "pixel");
  return `${trimmed(amount / 1e6)}${TIED}million pixels`;
}

/** 480 × 270 */
export function dimensions(width: number, height: number): string {
  return `${width}${TIED}×${TIED}${height}`;
}

/** Monday 30 November, 14:05, in the visitor's own time. */
export function moment(iso: string): string {
  return new Date(iso).toLocaleString("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** "a, b or c" */
export function either(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} or ${names[names.length - 1]}`;
}

function trimmed(value: number): string {
  const decimals = value < 10 ? 1 : 0;
  return String(Number(value.toFixed(decimals)));
}
