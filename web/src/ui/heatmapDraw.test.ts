import { expect, it } from "vitest";
import { cellAt, drawHeatmap, plan, type HeatmapData } from "./heatmapDraw";

const DATA: HeatmapData = {
  rows: ["SPY", "IBM"],
  columns: ["SPY", "IBM", "GE"],
  values: [
    [1, -0.5, 0],
    [null, 0.25, -1],
  ],
};

const COLOURS = {
  ground: "#000001",
  panel: "#000002",
  line: "#000003",
  text: "#000004",
  dim: "#000005",
  accent: "#000006",
  up: "#0000aa",
  down: "#aa0000",
  warn: "#000007",
  danger: "#000008",
};

it("finds every cell at its middle, and none beside the cells", () => {
  const layout = plan(DATA, 600, 100);
  for (const [row] of DATA.rows.entries()) {
    for (const [column] of DATA.columns.entries()) {
      const x = layout.left + (column + 0.5) * layout.cellWidth;
      const y = layout.top + (row + 0.5) * layout.cellHeight;
      expect(cellAt(DATA, layout, x, y)).toEqual({ row, column });
    }
  }
  expect(cellAt(DATA, layout, 1, 50)).toBeNull();
  expect(cellAt(DATA, layout, 300, 5)).toBeNull();
  expect(cellAt(DATA, layout, 601, 50)).toBeNull();
});

it("fills the whole place", () => {
  const layout = plan(DATA, 600, 100);
  expect(layout.left + DATA.columns.length * layout.cellWidth).toBeCloseTo(600);
  expect(layout.top + DATA.rows.length * layout.cellHeight).toBeCloseTo(100);
});

/** As much of a canvas as the drawing uses, writing down what is filled. */
function recorder() {
  const cells: { style: string; width: number }[] = [];
  const texts: string[] = [];
  const context = {
    fillStyle: "",
    font: "",
    textBaseline: "",
    textAlign: "",
    clearRect: () => {},
    measureText: (text: string) => ({ width: text.length * 7 }),
    fillRect: (_x: number, _y: number, width: number) => void cells.push({ style: context.fillStyle, width }),
    fillText: (text: string) => void texts.push(text),
  };
  return { context: context as unknown as CanvasRenderingContext2D, cells, texts };
}

/** Opacity of a fill, 0 to 255. */
function strength({ style }: { style: string }): number {
  return Number.parseInt(style.slice(7), 16);
}

it("colours by sign and size, writes values, and marks what is missing with a line", () => {
  const { context, cells, texts } = recorder();
  drawHeatmap(context, DATA, { width: 600, height: 100 }, COLOURS, (value) => value.toFixed(2));
  const [most, negative, zero, missing, quarter, least] = cells;
  if (!most || !negative || !zero || !missing || !quarter || !least) throw new Error("six cells expected");
  expect([most, zero, quarter].every((cell) => cell.style.startsWith(COLOURS.up))).toBe(true);
  expect([negative, least].every((cell) => cell.style.startsWith(COLOURS.down))).toBe(true);
  expect(strength(most)).toBeGreaterThan(strength(quarter));
  expect(strength(quarter)).toBeGreaterThan(strength(zero));
  expect(strength(least)).toBe(strength(most));
  expect(missing).toEqual({ style: COLOURS.dim, width: 8 });
  expect(texts).toEqual(["SPY", "IBM", "SPY", "IBM", "GE", "1.00", "-0.50", "0.00", "0.25", "-1.00"]);
});

it("leaves out values that do not fit, and shortens long names", () => {
  const { context, texts } = recorder();
  const data = { rows: ["A very long name of a row indeed"], columns: ["a", "b"], values: [[1, 2]] };
  drawHeatmap(context, data, { width: 100, height: 60 }, COLOURS, () => "1,234,567.00");
  expect(texts[0]).toMatch(/^A.*…$/);
  expect(texts).not.toContain("1,234,567.00");
});
