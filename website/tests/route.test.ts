import { expect, test } from "vitest";
import { jobHash, route } from "../src/route.ts";

const ID = "0b8f2c1e-52d3-4f6a-9c1d-7e4a5b6c7d8e";

test("a job's link leads to the job", () => {
  expect(route(jobHash(ID))).toEqual({ page: "job", id: ID });
});

test("a link in capital letters leads to the same job", () => {
  expect(route(`#job=${ID.toUpperCase()}`)).toEqual({ page: "job", id: ID });
});

test.each(["", "#", "#main"])("%j leads home", (hash) => {
  expect(route(hash)).toEqual({ page: "home" });
});

test.each(["#job=", "#job=1234", `#job=${ID.slice(0, -1)}`, `#job=${ID}x`])(
  "%j is a broken link",
  (hash) => {
    expect(route(hash)).toEqual({ page: "broken" });
  },
);
