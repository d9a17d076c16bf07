/** The keys that work on every page; `?` lists them. Pages add their own with `useKeys`. */

export interface Shortcut {
  keys: readonly string[];
  does: string;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ["Ctrl K", "⌘ K"], does: "Find a symbol, a page or an action" },
  { keys: ["/"], does: "Search on this page" },
  { keys: ["g o"], does: "Go to Overview" },
  { keys: ["g m"], does: "Go to Market" },
  { keys: ["g t"], does: "Go to Orders" },
  { keys: ["g r"], does: "Go to Risk" },
  { keys: ["g d"], does: "Go to Data" },
  { keys: ["."], does: "Hold live values still, and let them go on" },
  { keys: ["[", "]"], does: "Smaller and larger bars, on Market" },
  { keys: ["↑ ↓", "j k"], does: "Move between the rows of a table" },
  { keys: ["Enter"], does: "Open the row" },
  { keys: ["Esc"], does: "Close what is open" },
  { keys: ["?"], does: "This list" },
];
