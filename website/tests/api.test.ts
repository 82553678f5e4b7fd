import { describe, expect, test } from "vitest";
import { Api, NoSuchJob, parseJob, Unreachable } from "../src/api.ts";

function apiAnswering(...answers: (Response | Error)[]) {
  const asked: string[] = [];
  const fetcher = async (url: unknown, init?: RequestInit) => {
    asked.push(`${init?.method} ${url}`);
    const answer = answers.shift();
    if (answer instanceof Response) return answer;
    throw answer;
  };
  return { api: new Api("https://api.example/api", fetcher as typeof fetch), asked };
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

test("the styles come with everything that the wall shows", async () => {
  const style = { id: "scream", title: "The Scream", artist: "Edvard Munch", year: "1893" };
  const { api, asked } = apiAnswering(
    json({ styles: [{ ...style, stand_in: true, picture: "/s.jpg" }] }),
  );
  expect(await api.styles()).toEqual([{ ...style, standIn: true, picture: "/s.jpg" }]);
  expect(asked).toEqual(["GET https://api.example/api/styles"]);
});

describe("asking for a job", () => {
  test("that does not exist says so", async () => {
    const { api } = apiAnswering(json({ Code: "NotFoundError", Message: "no" }, 404));
    await expect(api.job("a")).rejects.toBeInstanceOf(NoSuchJob);
  });

  test.each([
    ["the network is gone", new TypeError("Failed to fetch")],
    ["the API breaks", json({}, 500)],
    ["the answer is no JSON", new Response("<html>")],
    ["the status is unknown", json({ job_id: "a", status: "sleeping" })],
  ])("can be repeated when %s", async (_, answer) => {
    const { api } = apiAnswering(answer);
    await expect(api.job("a")).rejects.toBeInstanceOf(Unreachable);
  });

  test("completes the addresses of the painting with that of the API", () => {
    const painting = {
      gif: "/jobs/a/painting?format=gif",
      mp4: "https://m/x.mp4",
      webp: "",
      poster: "",
    };
    const job = parseJob({ job_id: "a", status: "ready", painting }, "https://api.example/api");
    expect(job.painting?.gif).toBe("https://api.example/api/jobs/a/painting?format=gif");
    expect(job.painting?.mp4).toBe("https://m/x.mp4");
    expect(job.clip).toBe("https://api.example/api/jobs/a/clip");
  });
});

test("deleting asks once", async () => {
  const { api, asked } = apiAnswering(new Response(null, { status: 204 }));
  await api.delete("a");
  expect(asked).toEqual(["DELETE https://api.example/api/jobs/a"]);
});
