import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import type { ReactNode } from "react";
import { marketdata } from "@/api/marketdata";
import { togglePause } from "@/live";
import { Dialog } from "@/ui/Dialog";
import { dialog } from "./dialogs";
import { focusNow } from "./focusNow";
import { PAGES } from "./pages";
import { DENSITIES, density, THEMES, theme } from "./preferences";

interface Entry {
  id: string;
  text: string;
  detail?: string;
  act: () => void;
}

const ACTIONS: readonly Entry[] = [
  { id: "kill", text: "Kill switch…", detail: "asks first", act: () => dialog.set("kill") },
  { id: "pause", text: "Hold live values still, or let them go on", detail: ".", act: togglePause },
  { id: "help", text: "Keys", detail: "?", act: () => dialog.set("help") },
  ...THEMES.map((value) => ({ id: `theme-${value}`, text: `Theme: ${value}`, act: () => theme.set(value) })),
  ...DENSITIES.map((value) => ({ id: `density-${value}`, text: `Density: ${value}`, act: () => density.set(value) })),
];

/** Symbols, pages and actions by typing. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const instruments = useQuery(marketdata.instruments()).data ?? [];
  const pages = PAGES.map(({ title, path, letter }) => ({
    id: path,
    text: title,
    detail: `g ${letter}`,
    act: () => void navigate({ to: path }),
  }));
  const symbols = instruments.map(({ instrument_id: symbol, kind }) => ({
    id: symbol,
    text: symbol,
    detail: kind.toLowerCase(),
    act: () => void navigate({ to: "/market", search: { symbol } }),
  }));
  return (
    <Dialog open onClose={onClose} title="Find">
      <Command label="Symbols, pages and actions" loop className="flex flex-col gap-2">
        <Command.Input
          ref={focusNow}
          placeholder="Symbol, page or action"
          className="min-h-[32px] rounded border border-dim bg-ground px-2 placeholder:text-dim"
        />
        <Command.List className="max-h-[50dvh] overflow-auto">
          <Command.Empty className="p-2 text-dim">Nothing of that name.</Command.Empty>
          <Group heading="Pages" entries={pages} onDone={onClose} />
          <Group heading="Symbols" entries={symbols} onDone={onClose} />
          <Group heading="Actions" entries={ACTIONS} onDone={onClose} />
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Group({ heading, entries, onDone }: { heading: string; entries: readonly Entry[]; onDone: () => void }) {
  if (entries.length === 0) return null;
  return (
    <Command.Group heading={<Heading>{heading}</Heading>}>
      {entries.map(({ id, text, detail, act }) => (
        <Command.Item
          key={id}
          value={`${heading} ${id}`}
          keywords={[text]}
          onSelect={() => {
            onDone();
            act();
          }}
          className="flex min-h-[28px] cursor-pointer items-center justify-between gap-3 rounded px-2 data-[selected=true]:bg-accent data-[selected=true]:text-ground"
        >
          {text}
          {detail ? <span className="text-[0.9em] opacity-80">{detail}</span> : null}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function Heading({ children }: { children: ReactNode }) {
  return <span className="block px-2 pt-2 text-dim">{children}</span>;
}
