import type { ErrorComponentProps } from "@tanstack/react-router";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/Button";

/** Parts of the page have the hash of their content in their names: after a new build the old ones are gone. */
const isOldPage = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|module script failed/i.test(error.message);

const reload = (): void => location.reload();

/** In the place of a page that failed; the shell around it goes on. */
export function RouteFailed({ error, reset }: ErrorComponentProps) {
  const isOld = isOldPage(error);
  const problem = asProblem(error);
  return (
    <div className="flex flex-col items-start gap-3" role="alert">
      <h1 tabIndex={-1} className="text-[1.3em] font-semibold">
        {isOld ? "The page was renewed" : "This page failed"}
      </h1>
      <p className="break-words">
        {isOld ? "A newer page is served since you opened this one." : `${problem.title}: ${problem.detail}`}
      </p>
      {problem.requestId ? (
        <p className="text-dim">
          request <code className="break-all select-all">{problem.requestId}</code>
        </p>
      ) : null}
      <div className="flex gap-2">
        {isOld ? null : <Button onClick={reset}>Try again</Button>}
        <Button kind={isOld ? "primary" : "plain"} onClick={reload}>
          Reload
        </Button>
      </div>
    </div>
  );
}
