import { useEffect, useRef, useState } from "react";
import { Button } from "./Button";
import type { ChosenColumns, Column } from "./tableColumns";

export interface ColumnChooserProps<Row> {
  columns: readonly Column<Row>[];
  chosen: ChosenColumns<Row>;
}

/** A list of the columns with a tick for those that are shown; the last one stays. */
export function ColumnChooser<Row>({ columns, chosen }: ColumnChooserProps<Row>) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useClose(isOpen, box, () => setOpen(false));
  const count = chosen.visible.length;
  return (
    <div ref={box} className="relative">
      <Button kind="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Columns
        <span className="text-dim">
          {count}/{columns.length}
        </span>
      </Button>
      {isOpen ? (
        <fieldset className="absolute top-full right-0 z-30 mt-1 max-h-80 w-60 max-w-[80vw] overflow-y-auto rounded border border-dim bg-panel p-2 shadow-lg">
          <legend className="sr-only">Columns</legend>
          {columns.map((column) => {
            const isShown = chosen.isVisible(column);
            return (
              <label key={column.id} className="flex min-h-[26px] cursor-pointer items-center gap-2">
                <input
                  type="checkbox"
                  checked={isShown}
                  disabled={isShown && count === 1}
                  onChange={() => chosen.choose(column.id, !isShown)}
                  className="size-4 accent-accent"
                />
                {column.title}
              </label>
            );
          })}
          <Button kind="quiet" disabled={chosen.isDefault} onClick={chosen.reset} className="mt-1 w-full">
            Reset
          </Button>
        </fieldset>
      ) : null}
    </div>
  );
}

function useClose(isOpen: boolean, box: React.RefObject<HTMLElement | null>, close: () => void): void {
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    if (!isOpen) return;
    const onDown = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) latest.current();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      // Closes the list, not the dialog around it.
      event.stopPropagation();
      if (box.current?.contains(document.activeElement)) box.current.querySelector("button")?.focus();
      latest.current();
    };
    window.addEventListener("pointerdown", onDown, true);
    window.addEventListener("keydown", onKey, true);
    return () => {
      window.removeEventListener("pointerdown", onDown, true);
      window.removeEventListener("keydown", onKey, true);
    };
  }, [isOpen, box]);
}
