import type { ReactNode } from "react";
import { Button } from "@/ui/Button";

/** A line that stays in sight until what it says is over. */
export function Notice({ onRetry, children }: { onRetry: () => void; children: ReactNode }) {
  return (
    <div
      role="alert"
      className="fixed inset-x-0 bottom-0 z-30 flex flex-wrap items-center gap-x-3 gap-y-1 border-t-2 border-danger bg-panel px-3 py-1"
    >
      <p className="min-w-0 flex-1 basis-60">{children}</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}
