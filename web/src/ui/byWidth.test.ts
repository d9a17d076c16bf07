import { expect, test } from "vitest";
import { byWidth } from "./byWidth";

/** The length at a window of that width, by the rules of CSS. */
function lengthAt(vw: number, css: string): number {
  const [low, at, high] = /^clamp\((.*)px, (.*), (.*)px\)$/.exec(css)?.slice(1) ?? [];
  const [, first = "", second = ""] = /^\((.*?) - (.*?)\) \* 9999$/.exec(at ?? "") ?? [];
  const pixels = (text: string): number => (text === "100vw" ? vw : Number.parseFloat(text));
  return Math.max(Number(low), Math.min((pixels(first) - pixels(second)) * 9999, Number(high)));
}

test("a length changes where the window reaches the width, whichever is the larger one", () => {
  for (const [narrow, wide] of [
    [369, 150],
    [150, 369],
  ] as const) {
    const css = byWidth(768, narrow, wide);
    expect([320, 767, 768, 2_000].map((vw) => lengthAt(vw, css))).toEqual([narrow, narrow, wide, wide]);
  }
});
