import { useId, useRef, type KeyboardEvent, type ReactNode } from "react";

export interface TabsProps<Id extends string> {
  value: Id;
  onChange: (id: Id) => void;
  tabs: readonly { id: Id; label: ReactNode }[];
  /** What the tabs divide, for screen readers. */
  label?: string;
  /** The content of the chosen tab; wired to it as its panel. */
  children?: ReactNode;
}

/** Tabs with one tab stop; arrows, Home and End choose. */
export function Tabs<Id extends string>({ value, onChange, tabs, label, children }: TabsProps<Id>) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = tabs.findIndex((tab) => tab.id === value);
    const target = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (target === undefined) return;
    const next = (target + tabs.length) % tabs.length;
    const tab = tabs[next];
    if (!tab) return;
    event.preventDefault();
    onChange(tab.id);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  return (
    <>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        // Focus sits on the chosen tab, which is inside; the list itself is no stop.
        tabIndex={-1}
        onKeyDown={onKeyDown}
        className="flex overflow-x-auto border-b border-line"
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${base}-${tab.id}`}
            type="button"
            role="tab"
            aria-selected={tab.id === value}
            aria-controls={children === undefined || tab.id !== value ? undefined : `${base}-panel`}
            tabIndex={tab.id === value ? 0 : -1}
            onClick={() => onChange(tab.id)}
            className="-mb-px min-h-[28px] cursor-pointer border-b-2 border-transparent px-3 whitespace-nowrap text-dim -outline-offset-2 hover:text-text aria-selected:border-accent aria-selected:font-semibold aria-selected:text-text"
          >
            {tab.label}
          </button>
        ))}
      </div>
      {children === undefined ? null : (
        <div id={`${base}-panel`} role="tabpanel" aria-labelledby={`${base}-${value}`}>
          {children}
        </div>
      )}
    </>
  );
}
