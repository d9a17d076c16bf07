/** Fixed input that the kit shows its pieces with: invented, from no engine, the same every time. */
import type { Bar, Marker, Pane } from "@/ui/PriceChart";
import type { SeriesLine } from "@/ui/Series";
import type { Loading, Origin, Problem } from "@/ui/types";

/** 2013-09-02 14:00:00 UTC. */
export const BEGIN = 1_378_130_400;

export const origin: Origin = {
  description: "Sample input of the kit. On a page: what the number is, as the engine documents it.",
  source: "kit /sample",
  asOf: BEGIN * 1e9,
  method: "Written down in the kit, so that a piece can be looked at without an engine.",
};

export const undated: Origin = {
  description: "A number of which nobody said the time.",
  source: "kit /sample",
  asOf: null,
};

export const LONG =
  "A text that is much longer than the place it has, as names of instruments, reasons of refusals and messages of engines are now and then";

export const problem: Problem = {
  title: "The engine did not answer",
  detail: "portfolio is not ready: it reads the journal again from entry 1,204.",
  status: 503,
  requestId: "7f3c9a52-sample",
};

export const offline: Problem = {
  title: "The page could not reach the platform",
  detail: "",
  status: 0,
  requestId: "",
};

function nothing(): void {}

export const waiting: Loading = { isPending: true, problem: null, updatedAt: 0, retry: nothing };
export const failed: Loading = { isPending: false, problem, updatedAt: 0, retry: nothing };

/** Data that came once, and then no more. */
export function stale(updatedAt: number): Loading {
  return { isPending: false, problem, updatedAt, retry: nothing };
}

/** A wave with a drift: smooth, bounded, and the same for the same index. */
function wave(index: number): number {
  return Math.sin(index / 9) * 6 + Math.sin(index / 31) * 14 + Math.cos(index / 3.3) * 1.5;
}

function quarter(value: number): number {
  return Math.round(value * 4) / 4;
}

export function bar(index: number): Bar {
  const open = quarter(1640 + wave(index));
  const close = quarter(1640 + wave(index + 1));
  const reach = Math.abs(Math.sin(index * 1.7)) * 2;
  return {
    time: BEGIN + index * 60,
    open,
    close,
    high: quarter(Math.max(open, close) + reach),
    low: quarter(Math.min(open, close) - reach),
    volume: Math.round(400 + 350 * Math.abs(Math.sin(index / 5))),
    complete: true,
  };
}

export function bars(count: number): Bar[] {
  return Array.from({ length: count }, (_, index) => bar(index));
}

export const BARS = bars(240);

export const PANES: Pane[] = [
  {
    name: "VPIN",
    unit: "ratio",
    points: BARS.map(({ time }, index) => ({ time, value: 0.4 + Math.sin(index / 17) * 0.25 })),
  },
  {
    name: "Factor",
    unit: "ratio",
    points: BARS.map(({ time }, index) => ({ time, value: Math.cos(index / 11) })),
  },
];

export const MARKERS: Marker[] = [
  { time: BEGIN + 60 * 60, side: "buy", text: "buy 2", id: "fill-1", price: BARS[60]?.close ?? 0 },
  { time: BEGIN + 118 * 60, side: "sell", text: "signal", id: "signal-1", price: BARS[118]?.high ?? 0, kind: "signal" },
  { time: BEGIN + 120 * 60, side: "sell", text: "sell 2", id: "fill-2", price: BARS[120]?.close ?? 0 },
];

export const SPARK = Array.from({ length: 40 }, (_, index) => wave(index * 3));

export const LINES: SeriesLine[] = [
  {
    name: "Equity",
    unit: "currency",
    points: BARS.map(({ time }, index) => ({ ns: time * 1e9, value: 100_000 + wave(index) * 220 })),
  },
  {
    name: "Drawdown",
    unit: "fraction",
    points: BARS.map(({ time }, index) => ({ ns: time * 1e9, value: -Math.abs(Math.sin(index / 40)) * 0.03 })),
  },
];

export const NAMES = ["SPY", "AAPL", "IBM", "GE", "XOM", "BAC"];

export const CORRELATIONS: (number | null)[][] = NAMES.map((_, row) =>
  NAMES.map((__, column) => {
    if (row === 5 && column === 0) return null;
    return row === column ? 1 : Math.round(Math.sin((row + 1) * (column + 1)) * 100) / 100;
  }),
);

export interface Holding {
  id: string;
  name: string;
  side: string;
  quantity: string | null;
  price: string;
  profit: string;
  weight: number;
  opened: number;
  note: string;
}

export function holdings(count: number, step = 0): Holding[] {
  return Array.from({ length: count }, (_, index) => {
    const profit = wave(index + step * 3) * 137;
    return {
      id: `sample-${index}`,
      name: `${NAMES[index % NAMES.length]}.${String(index + 1).padStart(3, "0")}`,
      side: profit < 0 ? "short" : "long",
      quantity: index % 11 === 3 ? null : String((index % 17) * 100 + 100),
      price: (120 + wave(index)).toFixed(2),
      profit: profit.toFixed(2),
      weight: Math.abs(Math.sin(index)) / 10,
      opened: (BEGIN + index * 61) * 1e9,
      note: index % 7 === 2 ? LONG : "",
    };
  });
}
