import { describe, expect, test } from "vitest";
import { failureText, judge, MOST_RETRIES, NoAnswer, wait } from "../../src/upload/retry.ts";

const refused = (name: string, httpStatusCode = 403) =>
  Object.assign(new Error("no"), { name, $metadata: { httpStatusCode } });

describe("an upload is tried again", () => {
  test.each([
    ["the connection was lost", new NoAnswer("lost")],
    ["Cognito could not be reached", new TypeError("Failed to fetch")],
    ["the credentials expired", refused("ExpiredToken")],
    ["the key is not known any more", refused("InvalidAccessKeyId")],
  ])("with new credentials when %s", (_, error) => {
    expect(judge(error)).toBe("again with new credentials");
  });

  test.each([
    ["S3 asks to slow down", refused("SlowDown", 503)],
    ["S3 breaks", refused("InternalError", 500)],
    ["S3 waited too long for bytes", refused("RequestTimeout", 400)],
  ])("when %s", (_, error) => {
    expect(judge(error)).toBe("again");
  });

  test("ever later, and a little by chance", () => {
    const middles = Array.from({ length: MOST_RETRIES }, (_, retry) => wait(retry, () => 0.5));
    expect(middles).toEqual([...middles].sort((a, b) => a - b));
    expect(wait(2, () => 0)).toBeLessThan(wait(2, () => 0.99));
  });
});

describe("an upload is given up", () => {
  test.each([refused("AccessDenied"), refused("EntityTooLarge", 400), new Error("odd"), undefined])(
    "after %o",
    (error) => {
      expect(judge(error)).toBe("give up");
    },
  );

  test.each([
    [refused("AccessDenied"), "refused"],
    [refused("RequestTimeTooSkewed"), "The clock of your device"],
    [refused("EntityTooLarge", 400), "too large"],
    [new NoAnswer("lost"), "connection was lost"],
  ])("with words for %o", (error, words) => {
    expect(failureText(error)).toContain(words);
  });
});
