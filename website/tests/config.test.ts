import { describe, expect, test } from "vitest";
import { loadConfig, parseConfig } from "../src/config.ts";
import { policyFor } from "../src/policy.ts";

const JSON_CONFIG = {
  region: "eu-central-1",
  identity_pool_id: "eu-central-1:pool",
  uploads_bucket: "visualneurons-prod-uploads",
  api_url: "https://abc.execute-api.eu-central-1.amazonaws.com/api/",
  endpoint_url: null,
  limits: { bytes: 20_000_000, pixels: 1_000_000, frames: 300, seconds: 30 },
  keep_days: 7,
};

describe("the configuration of a stage", () => {
  test("is read as the deployment writes it", () => {
    expect(parseConfig(JSON_CONFIG)).toMatchObject({
      apiUrl: "https://abc.execute-api.eu-central-1.amazonaws.com/api",
      endpointUrl: undefined,
      kinds: ["gif", "png", "jpeg", "webp", "mp4", "webm"],
      keepDays: 7,
    });
  });

  test("may name the kinds that are painted and the pace", () => {
    const pace = { start_seconds: 5, seconds_per_frame: 1, most_seconds: 90 };
    const config = parseConfig({ ...JSON_CONFIG, kinds: ["gif", "mp4"], pace });
    expect(config.kinds).toEqual(["gif", "mp4"]);
    expect(config.pace).toEqual({ startSeconds: 5, secondsPerFrame: 1, mostSeconds: 90 });
  });

  test.each([
    [{ region: undefined }, "config.json: region is no string"],
    [{ limits: { bytes: "many" } }, "config.json: limits: bytes is no number"],
    [{ limits: null }, "config.json: limits is no object"],
    [{ kinds: ["exe"] }, "config.json: kinds has exe"],
  ])("with %o says what is wrong", (change, words) => {
    expect(() => parseConfig({ ...JSON_CONFIG, ...change })).toThrow(words);
  });

  test("that cannot be fetched is an error", async () => {
    const fetcher = async () => new Response("", { status: 403 });
    await expect(loadConfig(fetcher as typeof fetch)).rejects.toThrow("config.json answered 403");
  });
});

describe("the security policy", () => {
  test("names the API, the one bucket and Cognito, and nothing else to connect to", () => {
    const policy = policyFor(parseConfig(JSON_CONFIG));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(
      "connect-src 'self' https://abc.execute-api.eu-central-1.amazonaws.com " +
        "https://visualneurons-prod-uploads.s3.eu-central-1.amazonaws.com " +
        "https://cognito-identity.eu-central-1.amazonaws.com",
    );
    expect(policy).not.toContain("unsafe");
  });

  test("of one machine names its one endpoint", () => {
    const config = parseConfig({ ...JSON_CONFIG, endpoint_url: "http://127.0.0.1:4566" });
    const [connect] = policyFor(config).match(/connect-src [^;]*/) ?? [];
    expect(connect).toMatch(/ http:\/\/127\.0\.0\.1:4566$/);
    expect(connect).not.toContain("s3.");
  });
});
