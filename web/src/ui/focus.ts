import { createContext } from "react";

/** Whether numbers and links inside are tab stops: in a table only those of the row that has the focus are. */
export const TabStop = createContext(true);

/** To where a page begins; of one without a heading, its place gets the focus. */
export function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>("main h1");
  if (heading) heading.tabIndex = -1;
  (heading ?? document.querySelector<HTMLElement>("main"))?.focus({ preventScroll: true });
}
