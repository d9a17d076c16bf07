import { Outlet } from "@tanstack/react-router";
import { Announcer } from "./Announcer";
import { Header } from "./Header";
import { useHaltedAnnounced } from "./kill/useHalted";
import { ShellDialogs } from "./ShellDialogs";
import { Unreachable } from "./Unreachable";
import { useRunChanges } from "./useRun";
import { useShellKeys } from "./useShellKeys";

/** What is around every page. */
export function Shell() {
  useShellKeys();
  useRunChanges();
  useHaltedAnnounced();
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-30 bg-accent px-3 py-1 text-ground focus:not-sr-only focus:absolute focus:top-1 focus:left-1"
      >
        Skip to content
      </a>
      <Header />
      <Unreachable />
      <main id="main" tabIndex={-1} className="min-w-0 flex-1 p-2 outline-none sm:p-3">
        <Outlet />
      </main>
      <ShellDialogs />
      <Announcer />
    </div>
  );
}
