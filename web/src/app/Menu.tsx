import { useId, useRef } from "react";
import { useCell, type Cell } from "@/api/cell";
import { Button } from "@/ui/Button";
import { dialog, type ShellDialog } from "./dialogs";
import { Nav } from "./Nav";
import { DENSITIES, density, THEMES, theme } from "./preferences";
import { RunState } from "./RunState";

/** Appearance, keys, logging out; on a narrow screen the pages too. The browser's own popover: it closes by itself. */
export function Menu() {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const close = () => box.current?.hidePopover();
  const open = (which: ShellDialog) => {
    close();
    dialog.set(which);
  };
  return (
    <>
      <Button kind="quiet" popoverTarget={id} aria-label="Menu" className="px-1">
        <span aria-hidden="true">☰</span>
      </Button>
      <div
        id={id}
        ref={box}
        popover="auto"
        className="inset-auto top-[40px] right-2 m-0 max-h-[calc(100dvh-48px)] w-[280px] max-w-[calc(100vw-16px)] space-y-3 overflow-auto rounded border border-line bg-panel p-3 text-text shadow-lg"
      >
        <Nav className="md:hidden" onGone={close} />
        <RunState className="lg:hidden" />
        <Choice label="Theme" values={THEMES} preference={theme} />
        <Choice label="Density" values={DENSITIES} preference={density} />
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => open("palette")}>Find… (Ctrl K)</Button>
          <Button onClick={() => open("help")}>Keys (?)</Button>
        </div>
        <form method="post" action="/logout">
          <Button type="submit">Log out</Button>
        </form>
      </div>
    </>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  values: readonly T[];
  preference: Cell<T>;
}

function Choice<T extends string>({ label, values, preference }: ChoiceProps<T>) {
  const chosen = useCell(preference);
  return (
    <fieldset className="flex flex-wrap gap-x-4">
      <legend className="text-dim">{label}</legend>
      {values.map((value) => (
        <label key={value} className="flex min-h-[24px] items-center gap-1">
          <input
            type="radio"
            name={label}
            checked={value === chosen}
            onChange={() => preference.set(value)}
            className="accent-accent"
          />
          {value}
        </label>
      ))}
    </fieldset>
  );
}
