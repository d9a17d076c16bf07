import { Toast as Radix } from "radix-ui";
import { Button } from "./Button";
import { dismiss, useNotices, type NoticeTone, type ShownNotice } from "./notices";

export { notify, type Notice } from "./notices";

const SECONDS = 8;

const LOOKS: Record<NoticeTone, { icon: string; word: string; tone: string }> = {
  plain: { icon: "", word: "Notice", tone: "border-l-dim" },
  good: { icon: "●", word: "Done", tone: "border-l-up" },
  warn: { icon: "▲", word: "Warning", tone: "border-l-warn" },
  bad: { icon: "✕", word: "Failed", tone: "border-l-danger" },
};

/** Where notices appear; once on the page. F8 moves the focus there. */
export function Toasts() {
  const notices = useNotices();
  return (
    <Radix.Provider label="Notice" swipeDirection="right">
      {notices.map((notice) => (
        <Toast key={notice.id} notice={notice} />
      ))}
      <Radix.Viewport className="fixed right-0 bottom-0 z-50 flex w-[min(26rem,100vw)] flex-col gap-2 p-3 outline-none empty:hidden" />
    </Radix.Provider>
  );
}

function Toast({ notice }: { notice: ShownNotice }) {
  const look = LOOKS[notice.tone ?? "plain"];
  return (
    <Radix.Root
      // Polite: it waits until the screen reader has finished.
      type="background"
      duration={notice.tone === "bad" ? Infinity : SECONDS * 1000}
      onOpenChange={(isOpen) => !isOpen && dismiss(notice.id)}
      className={`flex items-start gap-2 rounded border border-l-4 border-dim bg-panel p-3 text-text shadow-lg ${look.tone}`}
    >
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-semibold break-words">
          {look.icon ? <span aria-hidden="true">{look.icon} </span> : null}
          <span className="sr-only">{look.word}: </span>
          {notice.title}
        </Radix.Title>
        {notice.detail ? <Radix.Description className="break-words">{notice.detail}</Radix.Description> : null}
      </div>
      <Radix.Close asChild>
        <Button kind="quiet" aria-label="Close">
          <span aria-hidden="true">✕</span>
        </Button>
      </Radix.Close>
    </Radix.Root>
  );
}
