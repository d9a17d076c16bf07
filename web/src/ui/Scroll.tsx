import type { ReactNode } from "react";

export interface ScrollProps {
  label: string;
  className?: string;
  children: ReactNode;
}

/** A part that scrolls, which must be reachable to be scrolled by keyboard. */
export function Scroll({ label, className = "", children }: ScrollProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section aria-label={label} tabIndex={0} className={`relative overflow-auto -outline-offset-2 ${className}`}>
      {children}
    </section>
  );
}
