import { Button } from "./Button";
import { formatAge } from "./format";
import { useNow } from "./now";
import type { Problem } from "./types";

export interface ErrorBoxProps {
  problem: Problem;
  onRetry?: () => void;
  /** Milliseconds since the epoch of the data that is still shown; without it there is none. */
  staleSince?: number;
}

/** What went wrong, under which request id, and what can be done; polite, since a failed panel is not a breach. */
export function ErrorBox({ problem, onRetry, staleSince }: ErrorBoxProps) {
  return (
    <div role="status" className="flex flex-wrap items-start gap-x-4 gap-y-2 border-l-4 border-danger bg-danger/10 p-2">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-semibold break-words">
          <span aria-hidden="true" className="text-danger">
            ✕{" "}
          </span>
          {problem.title}
        </p>
        {problem.detail ? <p className="break-words">{problem.detail}</p> : null}
        <p className="text-dim">
          {problem.status > 0 ? `HTTP ${problem.status}` : "No answer"}
          {problem.requestId ? (
            <>
              {" · request "}
              <code className="font-mono break-all select-all">{problem.requestId}</code>
            </>
          ) : null}
          {staleSince ? <Stale since={staleSince} /> : null}
        </p>
      </div>
      {onRetry ? <Button onClick={onRetry}>Try again</Button> : null}
    </div>
  );
}

function Stale({ since }: { since: number }) {
  // Outside of what a screen reader follows: an age that counts up is not news each second.
  return <span aria-live="off"> · showing data from {formatAge(useNow() - since)}</span>;
}
