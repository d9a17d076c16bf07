import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { togglePause } from "@/live";
import { dialog } from "./dialogs";
import { listenForKeys, useKeys } from "./keys";
import { PAGES } from "./pages";

/** The search field of the page, where it has one. */
const focusSearch = (): void => document.querySelector<HTMLElement>('main input[type="search"]')?.focus();

const openPalette = (): void => dialog.set("palette");

/** The keys that work everywhere. No single key does anything to an order. */
export function useShellKeys(): void {
  const navigate = useNavigate();
  useKeys({
    "mod+k": openPalette,
    "/": focusSearch,
    "?": () => dialog.set("help"),
    ".": togglePause,
    ...Object.fromEntries(PAGES.map(({ letter, path }) => [`g ${letter}`, () => void navigate({ to: path })])),
  });
  useEffect(listenForKeys, []);
}
