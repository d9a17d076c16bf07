/** A figure over time as the page shows it. Pure. */
import type { CourseView, EntryView, VintagesView } from "@/api/schema/marketdata";
import type { Figure } from "@/api/store";
import type { SeriesLine } from "@/ui/Series";
import type { DataSearch } from "./search";

const COURSES = { series: "series", instrument: "bars", facts: "facts" } as const;

/** The figure that an address names; null: it names none, or something that is no figure. */
export function figureOf({ kind, subject, part, variant, adjust, basis }: DataSearch): Figure | null {
  const course = COURSES[kind as keyof typeof COURSES];
  if (!course || !subject) return null;
  return {
    kind: course,
    subject,
    concept: part ?? "",
    variant: variant ?? "",
    adjust: adjust === "split" || adjust === "total" ? adjust : "none",
    basis: basis === "assumed" ? "assumed" : "recorded",
  };
}

export const keyOf = ({ kind, subject, part }: Pick<EntryView, "kind" | "subject" | "part">): string =>
  `${kind} ${subject} ${part}`;

const STEPS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, min: 60, s: 1 };

/** Id of the cell of a daily bar, of which several sources may say something; null: it is none. */
export function cellOf(
  { kind, subject }: Pick<Figure, "kind" | "subject">,
  variant: string,
  valid: string,
): string | null {
  const [count = "", unit = "", side] = variant.split(" ");
  const seconds = Number(count) * (STEPS[unit] ?? 0);
  if (kind !== "bars" || side || seconds !== STEPS["d"]) return null;
  return `cell:${subject}:${seconds}:${new Date(Number(valid) / 1e6).toISOString().slice(0, 10)}`;
}

/** Where the slider stands for a day: at the last change up to it; the end is now. */
export function placeOf(changes: readonly string[], asOf: string | undefined): number {
  if (asOf === undefined) return changes.length;
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle] ?? "") <= asOf) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** One value of the table: as of then, as it was said first, and as it is said now. */
export interface ValueRow {
  valid: number;
  held: number | null;
  known: number | null;
  first: number | null;
  firstKnown: number | null;
  now: number | null;
  source: string;
  rule: string;
  knownBasis: string;
}

const YEAR_NS = 365.25 * 86_400e9;
/** Of the years that are shown so much more is shown of what came later. */
const AHEAD = 0.2;

/** What is about the last years before the newest value known then, and a little of what came after it. */
export function aroundThen(vintages: VintagesView, then: CourseView, years: number): [VintagesView, CourseView] {
  const last = then.valid.at(-1) ?? vintages.valid[0];
  if (last === undefined || !(years > 0)) return [vintages, then];
  const [begin, end] = [last - years * YEAR_NS, last + years * AHEAD * YEAR_NS];
  const every = rangeOf(vintages.valid, begin, end);
  const known = rangeOf(then.valid, begin, end);
  return [
    {
      ...vintages,
      valid: vintages.valid.slice(...every),
      first: vintages.first.slice(...every),
      first_known: vintages.first_known.slice(...every),
      now: vintages.now.slice(...every),
    },
    {
      ...then,
      valid: then.valid.slice(...known),
      known: then.known.slice(...known),
      value: then.value.slice(...known),
      origin: then.origin.slice(...known),
    },
  ];
}

function rangeOf(times: readonly number[], begin: number, end: number): [number, number] {
  const first = times.findIndex((time) => time > begin);
  const beyond = times.findIndex((time) => time > end);
  return [first < 0 ? times.length : first, beyond < 0 ? times.length : beyond];
}

/** What was known then, the newest first; as of now also what was taken back since. */
export function rowsOf(vintages: VintagesView, then: CourseView): ValueRow[] {
  const place = new Map(then.valid.map((valid, index) => [valid, index]));
  const rows = vintages.valid.map((valid, index): ValueRow => {
    const at = place.get(valid);
    const origin = at === undefined ? undefined : then.origins[then.origin[at] ?? -1];
    return {
      valid,
      held: at === undefined ? null : (then.value[at] ?? null),
      known: at === undefined ? null : (then.known[at] ?? null),
      first: vintages.first[index] ?? null,
      firstKnown: vintages.first_known[index] ?? null,
      now: vintages.now[index] ?? null,
      source: origin?.source ?? "",
      rule: origin?.rule ?? "",
      knownBasis: origin?.known_basis ?? "",
    };
  });
  return (then.as_of === "latest" ? rows : rows.filter(({ held }) => held !== null)).toReversed();
}

const SCALES = [
  { from: 1e10, by: 1e9, word: "billions" },
  { from: 1e7, by: 1e6, word: "millions" },
] as const;

/** In what the picture is drawn where its axis has no room for the figures themselves; null: as they are. */
export function scaleOf({ now, first }: VintagesView): (typeof SCALES)[number] | null {
  const most = [...now, ...first].reduce<number>((largest, value) => Math.max(largest, Math.abs(value ?? 0)), 0);
  return SCALES.find(({ from }) => most >= from) ?? null;
}

/** Of the same names and units for every time, so that the picture stays while its values change. */
export function linesOf(vintages: VintagesView, then: CourseView, by = 1): SeriesLine[] {
  return [
    { name: "as of then", unit: "quantity", points: pointsOf(then.valid, then.value, by) },
    { name: "first print", unit: "quantity", points: pointsOf(vintages.valid, vintages.first, by) },
    { name: "now", unit: "quantity", points: pointsOf(vintages.valid, vintages.now, by) },
  ];
}

function pointsOf(times: readonly number[], values: readonly (number | null)[], by: number) {
  return times.flatMap((ns, index) => {
    const value = values[index];
    return value === null || value === undefined ? [] : [{ ns, value: value / by }];
  });
}

/** How far the last value is from what it was first, as a fraction; null where that says nothing. */
export const revised = ({ first, now }: Pick<ValueRow, "first" | "now">): number | null =>
  first === null || now === null || first === 0 ? null : now / first - 1;
