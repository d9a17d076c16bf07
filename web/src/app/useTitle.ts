import { useEffect } from "react";

/** A more telling title than the page's own, for example with the symbol that is shown. The next page has its own. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Nautilus`;
  }, [title]);
}
