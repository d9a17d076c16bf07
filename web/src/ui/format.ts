/** Amounts and times as text. Decimal text of the API keeps every digit: it goes to Intl as text, never through a float. */
import type { Amount, Unit } from "./types";

export interface AmountFormat {
  /** ISO code, shown after an amount of unit `currency` or `price`. */
  currency?: string | undefined;
  /** Decimals; without it the unit decides. */
  precision?: number | undefined;
  /** Show a plus on gains. */
  signed?: boolean | undefined;
}

export interface AmountParts {
  number: string;
  /** With its leading space where one belongs; empty: none. */
  unit: string;
}

export type TimePrecision = "day" | "minute" | "second" | "millisecond" | "microsecond";

/** What stands where there is no value. */
export const NOTHING = "–";

const DECIMAL = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const WORDS: Record<Unit, string> = {
  currency: "money",
  price: "price",
  quantity: "units",
  fraction: "percent",
  bps: "basis points",
  count: "count",
  seconds: "duration",
  milliseconds: "duration",
  timestamp_ns: "time, UTC",
  per_second: "per second",
  variance: "variance",
  ratio: "ratio",
  text: "text",
};

/** [least, most] decimals. */
const DECIMALS: Partial<Record<Unit, readonly [number, number]>> = {
  currency: [2, 2],
  price: [2, 8],
  quantity: [0, 8],
  fraction: [2, 2],
  bps: [1, 1],
  count: [0, 0],
  ratio: [2, 2],
};
const AS_WRITTEN: ReadonlySet<Unit> = new Set<Unit>(["price"]);

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat("en-US", options);
  formatters.set(key, made);
  return made;
}

function isDecimalText(value: string): value is Intl.StringNumericLiteral {
  return DECIMAL.test(value);
}

function writtenDecimals(value: string): number {
  if (/[eE]/.test(value)) return 0;
  const point = value.indexOf(".");
  return point < 0 ? 0 : value.length - point - 1;
}

function decimalsOf(value: string | number, unit: Unit, precision: number | undefined): readonly [number, number] {
  if (precision !== undefined) return [precision, precision];
  const [least, most] = DECIMALS[unit] ?? [0, 8];
  if (typeof value !== "string" || !AS_WRITTEN.has(unit)) return [least, most];
  const written = Math.min(Math.max(least, writtenDecimals(value)), 20);
  return [written, Math.max(written, most)];
}

type Numeric = number | Intl.StringNumericLiteral;

function decimal(value: Numeric, [least, most]: readonly [number, number], signed: boolean, percent = false): string {
  const signDisplay = signed ? "exceptZero" : "negative";
  const made = formatter(`${least}:${most}:${signDisplay}:${percent}`, {
    minimumFractionDigits: least,
    maximumFractionDigits: most,
    signDisplay,
    ...(percent ? { style: "percent" } : {}),
  });
  return trueMinus(made.format(value));
}

function significant(value: Numeric, digits: number, signed: boolean): string {
  const signDisplay = signed ? "exceptZero" : "negative";
  const options = { maximumSignificantDigits: digits, signDisplay } as const;
  const size = Math.abs(Number(value));
  const notation = size !== 0 && size < 1e-6 ? "scientific" : "standard";
  return trueMinus(formatter(`s${digits}:${signDisplay}:${notation}`, { ...options, notation }).format(value));
}

function trueMinus(text: string): string {
  return text.replaceAll("-", "−");
}

function two(count: number): string {
  return String(count).padStart(2, "0");
}

function duration(seconds: number, signed: boolean): string {
  const sign = seconds < 0 ? "−" : signed && seconds > 0 ? "+" : "";
  const size = Math.abs(seconds);
  if (size < 59.95) return sign + decimal(size, size < 1 ? [2, 2] : size % 1 === 0 ? [0, 0] : [1, 1], false) + " s";
  const whole = Math.round(size);
  if (whole < 3600) return `${sign}${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(size / 60);
  if (minutes < 1440) return `${sign}${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  const hours = Math.round(size / 3600);
  return `${sign}${decimal(Math.floor(hours / 24), [0, 0], false)} d ${two(hours % 24)} h`;
}

function milliseconds(value: number, precision: number | undefined, signed: boolean): AmountParts {
  if (Math.abs(value) >= 10_000) return { number: duration(value / 1000, signed), unit: "" };
  if (precision !== undefined) return { number: decimal(value, [precision, precision], signed), unit: " ms" };
  const size = Math.abs(value);
  const places = size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  return { number: decimal(value, [places, places], signed), unit: " ms" };
}

function measured(value: Numeric, unit: Unit, format: AmountFormat): AmountParts {
  const signed = format.signed ?? false;
  const places = decimalsOf(value, unit, format.precision);
  switch (unit) {
    case "fraction":
      return { number: decimal(value, places, signed, true).replace("%", ""), unit: "%" };
    case "bps":
      return { number: decimal(value, places, signed), unit: " bps" };
    case "seconds":
      return { number: duration(Number(value), signed), unit: "" };
    case "milliseconds":
      return milliseconds(Number(value), format.precision, signed);
    case "per_second": {
      const rate = Math.abs(Number(value));
      const digits = format.precision ?? (rate >= 100 || rate === 0 ? 0 : rate >= 1 ? 1 : 2);
      return { number: decimal(value, [digits, digits], signed), unit: "/s" };
    }
    case "variance":
      if (format.precision !== undefined) return { number: decimal(value, places, signed), unit: "" };
      return { number: significant(value, 4, signed), unit: "" };
    case "currency":
    case "price":
      return { number: decimal(value, places, signed), unit: format.currency ? ` ${format.currency}` : "" };
    default:
      return { number: decimal(value, places, signed), unit: "" };
  }
}

/** Number and unit apart, for pieces that show the unit dimmer. */
export function formatParts(value: Amount, unit: Unit, format: AmountFormat = {}): AmountParts {
  if (value === null || value === undefined || value === "") return { number: NOTHING, unit: "" };
  if (unit === "text") return { number: String(value), unit: "" };
  if (unit === "timestamp_ns") return { number: formatTime(value, "millisecond"), unit: "" };
  if (typeof value === "string") {
    return isDecimalText(value) ? measured(value, unit, format) : { number: value, unit: "" };
  }
  if (Number.isNaN(value)) return { number: NOTHING, unit: "" };
  if (!Number.isFinite(value)) return { number: value > 0 ? "∞" : "−∞", unit: "" };
  return measured(value, unit, format);
}

/** An amount with its unit, for example `−1,234.50 USD`, `3.20%`, `1 h 02 min`. */
export function formatAmount(value: Amount, unit: Unit, format: AmountFormat = {}): string {
  const parts = formatParts(value, unit, format);
  return parts.number + parts.unit;
}

const LENGTHS: Record<TimePrecision, number> = { day: 10, minute: 16, second: 19, millisecond: 23, microsecond: 26 };

/** Nanoseconds since the epoch as UTC: `2013-09-02 14:03:05.123`. */
export function formatTime(
  ns: number | string | bigint | null | undefined,
  precision: TimePrecision = "second",
): string {
  const whole = nanoseconds(ns);
  if (whole === null) return NOTHING;
  const milli = whole / 1_000_000n;
  const date = new Date(Number(milli));
  if (Number.isNaN(date.getTime())) return NOTHING;
  const micro = String((whole / 1000n) % 1000n).padStart(3, "0");
  const text = date.toISOString().replace("T", " ").replace("Z", micro);
  return text.slice(0, LENGTHS[precision]);
}

/** The same as ISO 8601, for `<time datetime>`. */
export function isoTime(ns: number | string | bigint | null | undefined): string | undefined {
  const text = formatTime(ns, "millisecond");
  return text === NOTHING ? undefined : `${text.replace(" ", "T")}Z`;
}

function nanoseconds(ns: number | string | bigint | null | undefined): bigint | null {
  if (typeof ns === "bigint") return ns;
  if (typeof ns === "number") return Number.isFinite(ns) ? ofNumber(ns) : null;
  return typeof ns === "string" && /^\d+$/.test(ns) ? BigInt(ns) : null;
}

/** Above 2^53 a number is off by up to 128 ns, so that a whole millisecond may lie just below itself: to the next µs. */
function ofNumber(ns: number): bigint {
  return Number.isSafeInteger(ns) ? BigInt(ns) : BigInt(Math.round(ns / 1000)) * 1000n;
}

/** How long ago, from milliseconds: `now`, `12 s ago`, `1 h 02 min ago`. */
export function formatAge(ms: number): string {
  return ms < 1000 ? "now" : `${duration(Math.floor(ms / 1000), false)} ago`;
}

/** The unit in words, for a header or a popover. */
export function unitWords(unit: Unit, currency?: string): string {
  if (!currency) return WORDS[unit];
  return unit === "price" ? `price in ${currency}` : unit === "currency" ? currency : WORDS[unit];
}

/** Whether values of the unit stand right-aligned in a column. */
export function isNumeric(unit: Unit | undefined): boolean {
  return unit !== undefined && unit !== "text" && unit !== "timestamp_ns";
}

/** -1, 0 or 1; null for what is no number. Exact for decimal text. */
export function signOf(value: Amount): -1 | 0 | 1 | null {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "string") {
    if (!isDecimalText(value)) return null;
    if (!/[1-9]/.test(value.replace(/[eE].*/, ""))) return 0;
    return value.startsWith("-") ? -1 : 1;
  }
  if (Number.isNaN(value)) return null;
  return value < 0 ? -1 : value > 0 ? 1 : 0;
}
