import { useCell, type Cell } from "@/api/cell";
import { Button } from "@/ui/Button";
import { dialog, type ShellDialog } from "./dialogs";
import { Nav } from "./Nav";
import { DENSITIES, density, THEMES, theme } from "./preferences";
import { RunState } from "./RunState";

/** Appearance, keys, logging out; on a narrow screen the pages and the run too. */
export default function MenuBody({ close }: { close: () => void }) {
  const open = (which: ShellDialog) => {
    close();
    dialog.set(which);
  };
  return (
    <div className="flex flex-col gap-3">
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
