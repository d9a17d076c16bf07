/** What a change of page means to those who do not see it: another title, and the focus on the new heading. */
import type { AnyRouter } from "@tanstack/react-router";
import { PAGES } from "@/app/pages";
import { focusHeading } from "@/ui/focus";

export function followPages(router: AnyRouter): void {
  // Before the page is there, so that it may say more than its name (`useTitle`).
  let path = "";
  router.subscribe("onBeforeLoad", ({ toLocation }) => {
    if (toLocation.pathname === path) return;
    path = toLocation.pathname;
    const title = PAGES.find((page) => page.path === path)?.title;
    document.title = title ? `${title} · Nautilus` : "Nautilus";
  });
  router.subscribe("onResolved", ({ pathChanged, fromLocation }) => {
    if (pathChanged && fromLocation) requestAnimationFrame(focusHeading);
  });
}
