/** What the address of Data holds: the tab, the words of a search, what is shown of it, and as of when. */

const NAMES = [
  "tab",
  "q",
  /** Kind of entry, and what it is: subject and part as the catalogue has them. */
  "kind",
  "subject",
  "part",
  "variant",
  "adjust",
  "basis",
  /** Day as of which the course is; without it as of now. */
  "asof",
  /** How many years are shown; without it all. */
  "years",
  /** Time of the value whose lineage is open [ns], or its id. */
  "at",
  "id",
  "source",
  "grade",
  "names",
  "until",
  "from",
  "job",
] as const;

export type DataSearch = Partial<Record<(typeof NAMES)[number], string>>;

export const search = (raw: Record<string, unknown>): DataSearch =>
  Object.fromEntries(
    NAMES.flatMap((name) => {
      const text = String(raw[name] ?? "");
      return text && text.length < 300 ? [[name, text]] : [];
    }),
  );
