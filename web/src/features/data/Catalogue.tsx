import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useId, useState, type KeyboardEvent } from "react";
import { asProblem } from "@/api/problem";
import type { EntryKind, EntryView } from "@/api/schema/marketdata";
import { store } from "@/api/store";
import { byWidth } from "@/ui/byWidth";
import { Empty } from "@/ui/Empty";
import { ErrorBox } from "@/ui/ErrorBox";
import { Panel } from "@/ui/Panel";
import { Select } from "@/ui/Select";
import { Skeleton } from "@/ui/Skeleton";
import { keyOf } from "./course";
import { useAddress } from "./useAddress";

const KINDS: { value: EntryKind | ""; label: string }[] = [
  { value: "", label: "everything" },
  { value: "series", label: "series" },
  { value: "instrument", label: "instruments" },
  { value: "company", label: "companies" },
  { value: "facts", label: "filed facts" },
  { value: "events", label: "events" },
];
const TYPING_MS = 150;
const HEIGHT = byWidth(1024, 230, 652);

/** Everything that the store has, by typing: arrows move, Enter opens. */
export function Catalogue() {
  const { asked, change } = useAddress();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(asked.q ?? "");
  const [kind, setKind] = useState<EntryKind | "">("");
  const words = useSettled(typed);
  const query = useQuery(store.catalogue(words, kind || null));
  const found = query.data?.items ?? [];
  const [at, setAt] = useState(0);
  const place = Math.min(at, found.length - 1);
  const active = found[place];
  const id = useId();
  const open = (entry: EntryView | undefined): void => {
    if (!entry) return;
    const rest = { variant: undefined, adjust: undefined, at: undefined, id: undefined };
    change({ ...rest, q: typed, kind: entry.kind, subject: entry.subject, part: entry.part }, true);
  };
  const onEnter = async (): Promise<void> => {
    // Who types and presses Enter at once means what was typed, not what is still listed for the words before.
    if (typed.trim() === words && !query.isPlaceholderData) open(active);
    else open((await queries.fetchQuery(store.catalogue(typed.trim(), kind || null))).items[0]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((place + step + found.length) % Math.max(found.length, 1));
    else if (event.key === "Enter")
      void onEnter().catch(() => undefined); // the list shows what went wrong
    else return;
    event.preventDefault();
  };
  const onType = (text: string): void => {
    setTyped(text);
    setAt(0);
  };
  return (
    <Panel title="Catalogue" height={HEIGHT}>
      <div className="flex items-end gap-2 border-b border-line p-2">
        <SearchField {...{ id, typed, onType, onKeyDown }} active={active ? `${id}-${place}` : undefined} />
        <Select label="Among" value={kind} onChange={setKind} options={KINDS} />
      </div>
      <Found {...{ id, found, active }} shown={`${asked.kind} ${asked.subject} ${asked.part ?? ""}`} onOpen={open} />
      <p role="status" className="sr-only">
        {query.isPending ? "Searching" : `${found.length} found`}
      </p>
      {found.length ? null : <Nothing query={query} words={words} />}
    </Panel>
  );
}

interface SearchFieldProps {
  id: string;
  typed: string;
  /** Id of the entry that Enter opens. */
  active: string | undefined;
  onType: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function SearchField({ id, typed, active, onType, onKeyDown }: SearchFieldProps) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <label htmlFor={id} className="text-dim">
        Search
      </label>
      <input
        id={id}
        // What `/` looks for, on every page.
        type="search"
        role="combobox"
        aria-expanded={active !== undefined}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active}
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
        placeholder="GDP, apple, nvidia assets, split …"
        value={typed}
        onFocus={(event) => event.target.select()}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={onKeyDown}
        className="min-h-[26px] w-full min-w-0 rounded border border-dim bg-ground px-2 placeholder:text-dim"
      />
    </div>
  );
}

/** While nothing has come, when nothing could come, and where there is nothing. */
function Nothing({ query, words }: { query: UseQueryResult; words: string }) {
  if (query.error) return <ErrorBox problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <div aria-busy="true" className="p-3">
        <Skeleton height={120} />
      </div>
    );
  }
  return words ? (
    <Empty title={`Nothing is called “${words}”.`}>
      Words are found by how they begin: a symbol, a series, a company, a concept that it filed.
    </Empty>
  ) : (
    <Empty title="The store is empty." command="nautilus ingest --folder FOLDER">
      Load the files of a folder.
    </Empty>
  );
}

interface FoundProps {
  id: string;
  found: readonly EntryView[];
  active: EntryView | undefined;
  shown: string;
  onOpen: (entry: EntryView) => void;
}

function Found({ id, found, active, shown, onOpen }: FoundProps) {
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="Found"
      // The field keeps the focus and moves in here; the list can be scrolled by itself too.
      tabIndex={0}
      className="relative min-h-0 flex-[1_1_0px] overflow-y-auto overscroll-contain -outline-offset-2"
    >
      {found.map((entry, place) => (
        <div
          key={keyOf(entry)}
          id={`${id}-${place}`}
          ref={entry === active ? intoView : null}
          role="option"
          aria-selected={entry === active}
          aria-current={keyOf(entry) === shown ? "true" : undefined}
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onMouseUp={() => onOpen(entry)}
          className="flex min-h-[44px] cursor-pointer flex-col justify-center border-b border-line px-3 py-1 hover:bg-ground aria-current:border-l-4 aria-current:border-l-accent aria-selected:bg-ground aria-selected:outline-1 aria-selected:-outline-offset-1 aria-selected:outline-accent"
        >
          <span className="flex min-w-0 items-baseline gap-2">
            <span className="min-w-0 truncate font-semibold">
              {entry.part ? `${entry.subject} ${entry.part}` : entry.subject}
            </span>
            <span className="ml-auto shrink-0 text-dim">{entry.kind}</span>
          </span>
          <span className="truncate text-dim">
            {[entry.title, entry.detail].filter(Boolean).join(" · ") || "no title"}
          </span>
        </div>
      ))}
    </div>
  );
}

/** What stands when nothing was typed for a moment. */
function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled.trim();
}

/** Keeps the active entry in sight while arrows move through a long list. */
function intoView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: "nearest" });
}
