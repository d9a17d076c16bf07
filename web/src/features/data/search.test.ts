import { expect, it } from "vitest";
import { search } from "./search";

it("keeps what it knows as text, and drops the rest", () => {
  expect(search({ tab: "jobs", job: 3, asof: "2014-05-01", other: "x", q: "" })).toEqual({
    tab: "jobs",
    job: "3",
    asof: "2014-05-01",
  });
  expect(search({ q: "x".repeat(300), subject: null })).toEqual({});
});
