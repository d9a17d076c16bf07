import type { ErrorComponentProps } from "@tanstack/react-router";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { ErrorBox } from "@/ui/ErrorBox";

/** Parts of the page have the hash of their content in their names: after a new build the old ones are gone. */
const isOldPage = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|module script failed/i.test(error.message);

/** In the place of a page that failed; the shell around it goes on. */
export function RouteFailed({ error, reset }: ErrorComponentProps) {
  const isOld = isOldPage(error);
  return (
    <div className="flex flex-col items-start gap-3">
      <h1 tabIndex={-1} className="text-[1.3em] font-semibold">
        {isOld ? "The page was renewed" : "This page failed"}
      </h1>
      {isOld ? (
        <p>A newer page is served since you opened this one.</p>
      ) : (
        <ErrorBox problem={asProblem(error)} onRetry={reset} />
      )}
      <Button kind={isOld ? "primary" : "plain"} onClick={() => location.reload()}>
        Reload
      </Button>
    </div>
  );
}
