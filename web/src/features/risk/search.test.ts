import { expect, test } from "vitest";
import { search } from "./search";

test("keeps a method that there is; the first is not written", () => {
  expect(search({ method: "normal" })).toEqual({ method: "normal" });
  expect(search({ method: "historical" })).toEqual({});
  expect(search({ method: "guess", other: 1 })).toEqual({});
});
