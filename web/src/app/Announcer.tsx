import { useCell } from "@/api/cell";
import { assertive, polite } from "./announce";

/** The two live regions of the page, seen by screen readers alone. */
export function Announcer() {
  return (
    <div className="sr-only">
      <output aria-live="polite">{useCell(polite)}</output>
      <div role="alert">{useCell(assertive)}</div>
    </div>
  );
}
