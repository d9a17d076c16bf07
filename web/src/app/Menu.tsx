import { lazy, Suspense, useId, useRef, useState } from "react";
import { Button } from "@/ui/Button";

const MenuBody = lazy(() => import("./MenuBody"));

/** The browser's own popover: it closes on Escape and on a click elsewhere. What is in it is loaded when it opens. */
export function Menu() {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [wasOpened, open] = useState(false);
  return (
    <>
      <Button kind="quiet" popoverTarget={id} aria-label="Menu" className="px-1">
        <span aria-hidden="true">☰</span>
      </Button>
      <div
        id={id}
        ref={box}
        popover="auto"
        onToggle={() => open(true)}
        className="inset-auto top-[40px] right-2 m-0 max-h-[calc(100dvh-48px)] w-[280px] max-w-[calc(100vw-16px)] overflow-auto rounded border border-line bg-panel p-3 text-text shadow-lg"
      >
        {wasOpened ? (
          <Suspense fallback="…">
            <MenuBody close={() => box.current?.hidePopover()} />
          </Suspense>
        ) : null}
      </div>
    </>
  );
}
