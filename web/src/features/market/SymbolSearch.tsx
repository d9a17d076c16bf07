import { useId, useState, type KeyboardEvent } from "react";
import { findSymbols, type Listed } from "./symbols";

export interface SymbolSearchProps {
  symbols: readonly Listed[];
  /** Those that the run plays; the others are listed after them, and said to be without data. */
  played: ReadonlySet<string>;
  /** The instrument that is shown; empty: none. */
  value: string;
  onChoose: (instrumentId: string) => void;
}

/** An input that finds instruments while someone types: arrows move, Enter chooses, Escape leaves it as it was. */
export function SymbolSearch({ symbols, played, value, onChoose }: SymbolSearchProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const isOpen = typed !== null;
  const found = isOpen ? findSymbols(symbols, typed, played) : [];
  const active = found[Math.min(at, found.length - 1)];
  const open = (text: string): void => {
    setTyped(text);
    setAt(0);
  };
  const choose = (symbol: Listed | undefined): void => {
    setTyped(null);
    if (symbol) onChoose(symbol.instrument_id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      if (isOpen) setAt((at + step + found.length) % Math.max(found.length, 1));
      else open("");
    } else if (event.key === "Enter" && isOpen) choose(active);
    else if (event.key === "Escape") setTyped(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="relative flex min-w-0 flex-col gap-0.5">
      <label htmlFor={id} className="text-dim">
        Symbol
      </label>
      <input
        id={id}
        // What `/` looks for, on every page.
        type="search"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active ? optionId(id, active) : undefined}
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
        value={typed ?? value}
        placeholder="Symbol or name"
        onFocus={(event) => event.target.select()}
        onClick={() => !isOpen && open("")}
        onChange={(event) => open(event.target.value)}
        onBlur={() => setTyped(null)}
        onKeyDown={onKeyDown}
        className="min-h-[26px] w-[13rem] max-w-full rounded border border-dim bg-ground px-2 text-text placeholder:text-dim"
      />
      <Options id={id} isOpen={isOpen} found={found} active={active} played={played} onChoose={choose} />
    </div>
  );
}

interface OptionsProps {
  id: string;
  isOpen: boolean;
  found: readonly Listed[];
  active: Listed | undefined;
  played: ReadonlySet<string>;
  onChoose: (symbol: Listed) => void;
}

function Options({ id, isOpen, found, active, played, onChoose }: OptionsProps) {
  return (
    <>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label="Symbols"
        hidden={!isOpen || !found.length}
        className="absolute top-full z-20 mt-1 max-h-[320px] w-[min(24rem,90vw)] overflow-y-auto rounded border border-dim bg-panel py-1 shadow-lg"
      >
        {found.map((symbol) => (
          <div
            key={symbol.instrument_id}
            id={optionId(id, symbol)}
            ref={symbol === active ? intoView : null}
            role="option"
            aria-selected={symbol === active}
            // The input keeps the focus: it is where the keys are heard.
            onMouseDown={(event) => event.preventDefault()}
            onMouseUp={() => onChoose(symbol)}
            tabIndex={-1}
            className="flex min-h-[28px] cursor-pointer items-baseline gap-3 px-2 py-1 hover:bg-ground aria-selected:bg-ground aria-selected:outline-1 aria-selected:-outline-offset-1 aria-selected:outline-accent"
          >
            <span className="w-[6.5rem] shrink-0 font-semibold">{symbol.instrument_id}</span>
            <span className="min-w-0 flex-1 truncate text-dim">{symbol.description}</span>
            {played.has(symbol.instrument_id) ? null : <span className="shrink-0 text-dim">not in this run</span>}
          </div>
        ))}
      </div>
      <p role="status" className={isOpen && !found.length ? EMPTY : "sr-only"}>
        {isOpen ? (found.length ? `${found.length} found` : "No instrument of the store fits.") : ""}
      </p>
    </>
  );
}

const EMPTY =
  "absolute top-full z-20 mt-1 rounded border border-dim bg-panel px-3 py-2 whitespace-nowrap text-dim shadow-lg";

const optionId = (id: string, symbol: Listed): string => `${id}-${symbol.instrument_id}`;

/** Keeps the active option in sight while arrows move through a long list. */
function intoView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: "nearest" });
}
