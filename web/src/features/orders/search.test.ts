import { expect, test } from "vitest";
import { search } from "./search";

test("keeps what it knows and drops the rest", () => {
  expect(search({ list: "fills", order: "manual-1-a.b_c", run: "3", open: "true", x: 1 })).toEqual({
    list: "fills",
    order: "manual-1-a.b_c",
    run: 3,
    open: true,
  });
  expect(search({ list: "orders", run: "-1", order: "<b>", open: "yes" })).toEqual({});
});
