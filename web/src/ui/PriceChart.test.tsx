import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createRef } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { violations } from "./axe";
import { PriceChart, type Bar, type PriceChartHandle, type PriceChartProps } from "./PriceChart";
import type { PriceCanvasOptions } from "./priceCanvas";

/** The library needs a canvas, which only a browser has; here stands what it was asked for. */
const library = vi.hoisted(() => ({
  done: [] as string[],
  fails: 0,
  options: null as PriceCanvasOptions | null,
}));

vi.mock("./priceCanvas", () => ({
  createPriceCanvas: (_host: HTMLElement, options: PriceCanvasOptions) => {
    library.options = options;
    if (library.fails > 0) {
      library.fails -= 1;
      throw new Error("the file is gone");
    }
    const note = (text: string) => (): void => void library.done.push(text);
    return {
      draw: ({ bars }: { bars: Bar[] }) => note(`draw ${bars.length}`)(),
      drawLast: note("last"),
      mark: (markers: unknown[]) => note(`mark ${markers.length}`)(),
      show: ({ from, to }: { from: number; to: number }) => note(`show ${from} ${to}`)(),
      point: (bar: Bar | null) => options.onCrosshair(bar?.time ?? null),
      pan: note("pan"),
      zoom: note("zoom"),
      fit: note("fit"),
      recolour: note("recolour"),
      destroy: note("destroy"),
    };
  },
}));

const BARS: Bar[] = [60, 120].map((time) => ({
  time,
  open: 10,
  high: 12,
  low: 9,
  close: time / 10,
  volume: 1500,
  complete: true,
}));

beforeEach(() => {
  library.done.length = 0;
  library.fails = 0;
});

/** The library is loaded when it is needed, which a busy machine takes its time for. */
const PATIENCE = { timeout: 10_000 };

async function show(props: Partial<PriceChartProps> = {}) {
  const isDrawn = library.fails === 0 && props.bars?.length !== 0;
  const view = render(<PriceChart label="ESU3" currency="USD" bars={BARS} {...props} />);
  await expect.poll(() => screen.getByRole("figure").getAttribute("aria-busy"), PATIENCE).toBe("false");
  // What is drawn comes with an effect after the picture is there.
  await vi.waitFor(() => {
    if (isDrawn && !library.done.some((done) => done.startsWith("mark"))) throw new Error("nothing is marked yet");
  }, PATIENCE);
  return view;
}

describe("PriceChart", () => {
  it("is a figure in words, with the attribution that the licence asks for", async () => {
    const { container } = await show();
    const figure = screen.getByRole("figure", { name: "ESU3" });
    expect(figure.textContent).toContain("ESU3: 2 bars from 1970-01-01 00:01 UTC");
    expect(screen.getByRole("link", { name: "Charts by TradingView" }).getAttribute("href")).toBe(
      "https://www.tradingview.com/",
    );
    expect(library.done).toContain("draw 2");
    expect(await violations(container)).toEqual([]);
  });

  it("shows the newest bar in the legend, and what the panes have for it", async () => {
    await show({ panes: [{ name: "VPIN", unit: "ratio", points: [{ time: 125, value: 0.42 }] }] });
    const text = screen.getByRole("figure").textContent;
    for (const part of ["O 10.00", "H 12.00", "L 9.00", "C 12.00 USD", "▲ +20.00%", "Vol 1,500", "VPIN 0.42"]) {
      expect(text).toContain(part);
    }
  });

  it("takes live bars by its handle and drops them with new bars", async () => {
    const ref = createRef<PriceChartHandle>();
    const { rerender } = await show({ ref });
    const live: Bar = { time: 180, open: 12, high: 20, low: 12, close: 18, volume: 1, complete: false };
    act(() => ref.current?.update(live));
    await expect.poll(() => screen.getByRole("figure").textContent, PATIENCE).toContain("C 18.00 USD");
    expect(library.done).toContain("last");
    expect(screen.getByText("unfinished").className).not.toContain("invisible");
    rerender(<PriceChart label="ESU3" currency="USD" bars={[...BARS]} ref={ref} />);
    expect(screen.getByRole("figure").textContent).toContain("C 12.00 USD");
  });

  it("stands as a table behind the toggle", async () => {
    const { container } = await show();
    await userEvent.click(screen.getByRole("button", { name: "Table of ESU3" }));
    const table = await screen.findByRole("table", { name: "ESU3" }, PATIENCE);
    expect(within(table).getAllByRole("row")).toHaveLength(3);
    expect(within(table).getAllByRole("row")[1]?.textContent).toContain("1970-01-01 00:02:00.000");
    expect(await violations(container)).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Table of ESU3" }));
    expect(screen.queryByRole("table")).toBeNull();
    expect(library.done).not.toContain("destroy");
  });

  it("moves by keys and says where the crosshair is", async () => {
    await show();
    screen.getByRole("application").focus();
    await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(screen.getByRole("status").textContent).toBe("1970-01-01 00:01:00 close 6.00");
    await userEvent.keyboard("{Shift>}{ArrowLeft}{/Shift}-");
    expect(library.done).toEqual(expect.arrayContaining(["pan", "zoom"]));
    await userEvent.keyboard("{Escape}");
    expect(screen.getByRole("figure").textContent).toContain("1970-01-01 00:02:00 UTC");
  });

  it("shows the asked range, and tells of one that the person chose", async () => {
    const onRange = vi.fn<(range: { from: number; to: number }) => void>();
    await show({ range: { from: 60, to: 120 }, onRange });
    expect(library.done).toContain("show 60 120");
    library.options?.onRange({ from: 0, to: 60 });
    expect(onRange).not.toHaveBeenCalled();
    screen.getByRole("application").focus();
    await userEvent.keyboard("-");
    library.options?.onRange({ from: 0, to: 60 });
    expect(onRange).toHaveBeenCalledExactlyOnceWith({ from: 0, to: 60 });
  });

  it("tells which marker was pressed", async () => {
    const onMarker = vi.fn<(id: string) => void>();
    await show({ onMarker, markers: [{ time: 60, side: "buy", text: "buy 1", id: "f-1", price: 10 }] });
    expect(library.done).toContain("mark 1");
    library.options?.onMarker("f-1");
    expect(onMarker).toHaveBeenCalledExactlyOnceWith("f-1");
  });

  it("says when there are no bars, and when there are too many", async () => {
    const { rerender } = await show({ bars: [] });
    expect(screen.getByText("No bars in this range.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Fit all bars" })).toHaveProperty("disabled", true);
    const bar = BARS[0];
    if (!bar) throw new Error("a bar expected");
    const many = Array.from({ length: 10_500 }, (_, index) => ({ ...bar, time: index * 60 }));
    rerender(<PriceChart label="ESU3" currency="USD" bars={many} />);
    expect(screen.getByRole("figure").textContent).toContain("The newest 10,000 of 10,500 bars.");
  });

  it("follows the theme and goes with its page", async () => {
    const { unmount } = await show();
    document.documentElement.dataset.theme = "light";
    await expect.poll(() => library.done).toContain("recolour");
    unmount();
    expect(library.done[library.done.length - 1]).toBe("destroy");
    delete document.documentElement.dataset.theme;
  });

  it("says when the code that draws cannot be loaded, and tries again", async () => {
    library.fails = 1;
    await show();
    expect(screen.getByText("the file is gone")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await expect.poll(() => library.done).toContain("draw 2");
    expect(screen.queryByText("the file is gone")).toBeNull();
  });
});
