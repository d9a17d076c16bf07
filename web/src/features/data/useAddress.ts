import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { search as valid, type DataSearch } from "./search";

export type Change = { [Name in keyof DataSearch]?: string | undefined };

/** What the address says, and a way to change some of it; `isStep` for what the back button should take back. */
export function useAddress() {
  const asked = useSearch({ strict: false }) as DataSearch;
  const navigate = useNavigate();
  const change = useCallback(
    (next: Change, isStep = false) =>
      void navigate({
        to: "/data",
        search: (before: DataSearch) => valid({ ...before, ...next }),
        replace: !isStep,
        resetScroll: false,
      }),
    [navigate],
  );
  return { asked, change };
}
