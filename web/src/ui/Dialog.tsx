import { Dialog as Radix } from "radix-ui";
import { useLayoutEffect, useRef, type ReactNode, type RefObject } from "react";
import { Button } from "./Button";
import { focusHeading } from "./focus";

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
}

/** A modal in the middle: holds the focus, closes on Escape, and gives the focus back. */
export function Dialog(props: DialogProps) {
  // Centred by margins: a transform would move what is fixed inside of it.
  return (
    <Modal
      {...props}
      place="inset-0 m-auto h-fit max-h-[calc(100dvh-24px)] w-[min(36rem,calc(100vw-24px))] rounded border"
    />
  );
}

/** What had the focus before, which a field of the content may take at once; gone by then, the heading gets it. */
function useOpener(open: boolean, content: RefObject<HTMLElement | null>): () => void {
  // Without a trigger of its own the library gives the focus back to nobody.
  const opener = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (open && focused instanceof HTMLElement && !content.current?.contains(focused)) opener.current = focused;
  }, [open, content]);
  return () => {
    opener.current?.focus();
    if (document.activeElement === document.body) focusHeading();
  };
}

/** The frame that dialog and drawer share; they differ in their place. */
export function Modal({ open, onClose, title, place, children }: DialogProps & { place: string }) {
  const content = useRef<HTMLDivElement>(null);
  const giveBack = useOpener(open, content);
  return (
    <Radix.Root open={open} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-ground/70" />
        <Radix.Content
          aria-describedby={undefined}
          ref={content}
          onCloseAutoFocus={giveBack}
          className={`fixed z-40 flex flex-col overflow-hidden border-dim bg-panel text-text shadow-lg ${place}`}
        >
          <header className="flex shrink-0 items-center gap-2 border-b border-line px-3 py-1">
            <Radix.Title className="min-w-0 flex-1 font-semibold break-words">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button kind="quiet" aria-label="Close">
                <span aria-hidden="true">✕</span>
              </Button>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-auto p-3">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
