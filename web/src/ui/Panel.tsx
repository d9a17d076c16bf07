import { useId, useState, type ReactNode } from "react";
import { Empty } from "./Empty";
import { ErrorBox } from "./ErrorBox";
import { Skeleton } from "./Skeleton";
import { Time } from "./Time";
import type { Loading, Problem } from "./types";

export interface PanelProps {
  title: string;
  /** Anchor of the panel within the page. */
  id?: string;
  actions?: ReactNode;
  loading?: Loading;
  isEmpty?: boolean;
  empty?: ReactNode;
  /** CSS height of the body, a number is pixels: kept by skeleton, empty state and content, so that nothing moves. */
  height?: number | string;
  /** Nanoseconds: the time of which the whole panel is. */
  asOf?: number | null;
  children: ReactNode;
}

/** A titled part of a page that says how its data stands. */
export function Panel({ title, id, actions, loading, asOf, height, ...body }: PanelProps) {
  const heading = useId();
  const failed = useFailure(loading);
  const waiting = isWaiting(loading) && failed === null;
  return (
    <section
      id={id}
      aria-labelledby={heading}
      aria-busy={waiting}
      className="flex min-w-0 flex-col rounded border border-line bg-panel"
    >
      <header className="flex min-h-[34px] flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1">
        <h2 id={heading} className="font-semibold">
          {title}
        </h2>
        {asOf === undefined ? null : (
          <p className="text-dim">
            as of <Time ns={asOf} />
          </p>
        )}
        {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
      </header>
      <div className="flex min-w-0 flex-1 flex-col" style={height === undefined ? undefined : { minHeight: height }}>
        <Body {...body} {...(loading ? { loading } : {})} height={height} waiting={waiting} problem={failed} />
      </div>
    </section>
  );
}

type BodyProps = Pick<PanelProps, "loading" | "isEmpty" | "empty" | "children"> & {
  height: number | string | undefined;
  waiting: boolean;
  problem: Problem | null;
};

const isWaiting = (loading: Loading | undefined): boolean =>
  loading !== undefined && loading.isPending && loading.updatedAt === 0 && loading.problem === null;

/** What went wrong stands until there is an answer: where there never was one, asking again forgets the problem. */
function useFailure(loading: Loading | undefined): Problem | null {
  const [failed, setFailed] = useState<Problem | null>(null);
  const problem = isWaiting(loading) ? failed : (loading?.problem ?? null);
  if (problem !== failed) setFailed(problem);
  return problem;
}

/** What the body's height leaves inside of its padding. */
function skeletonHeight(height: number | string = 120): number | string {
  return typeof height === "number" ? Math.max(height - 24, 24) : `calc(${height} - 24px)`;
}

function Body({ loading, isEmpty, empty, height, waiting, problem, children }: BodyProps) {
  if (waiting) {
    return (
      <div className="p-3">
        <span className="sr-only">Loading</span>
        <Skeleton height={skeletonHeight(height)} />
      </div>
    );
  }
  const answered = loading === undefined || loading.updatedAt > 0;
  return (
    <>
      {problem && loading ? (
        <ErrorBox problem={problem} onRetry={loading.retry} {...(answered ? { staleSince: loading.updatedAt } : {})} />
      ) : null}
      {answered ? (isEmpty ? (empty ?? <Empty title="Nothing here yet." />) : children) : null}
    </>
  );
}
