/** The store as it was known at a time: what it has, courses and their vintages, where values come from, how good. */
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { allPages, body, engineClient, every } from "./client";
import type { CourseQuery, EntryKind, EventQuery, GradeQuery, JobView, paths } from "./schema/marketdata";

const { GET, POST } = engineClient<paths>("marketdata");

/** Which figure: all of a question but the time. */
export type Figure = Omit<CourseQuery, "as_of" | "start" | "end">;

/** The worst ones; the others can be had by source or by letter. */
export const MOST_GRADES = 5_000;

const MOVING = new Set(["WAITING", "RUNNING"]);

export const isOpen = ({ state }: Pick<JobView, "state">): boolean => MOVING.has(state);

const JOBS_MS = 1_000;
const QUIET_MS = 10_000;
const pollJobs = (jobs: readonly JobView[] | undefined) => every(jobs?.some(isOpen) ? JOBS_MS : QUIET_MS)();

export const store = {
  catalogue: (words: string, kind: EntryKind | null, limit = 50) =>
    queryOptions({
      queryKey: ["store", "catalogue", words, kind, limit],
      queryFn: ({ signal }) => body(GET("/catalogue", { params: { query: { words, kind, limit } }, signal })),
      placeholderData: keepPreviousData,
      staleTime: 30_000,
    }),
  course: (figure: Figure, asOf: string) =>
    queryOptions({
      queryKey: ["store", "course", figure, asOf],
      queryFn: ({ signal }) => body(GET("/courses", { params: { query: { ...figure, as_of: asOf } }, signal })),
      placeholderData: keepPreviousData,
      staleTime: 60_000,
    }),
  vintages: (figure: Figure) =>
    queryOptions({
      queryKey: ["store", "vintages", figure],
      queryFn: ({ signal }) =>
        body(GET("/courses/vintages", { params: { query: { ...figure, as_of: "latest" } }, signal })),
      staleTime: 60_000,
    }),
  /** All versions of the value that is about `valid` (nanoseconds), known up to now. */
  versions: (figure: Figure, valid: string) =>
    queryOptions({
      queryKey: ["store", "versions", figure, valid],
      queryFn: ({ signal }) =>
        body(GET("/courses/versions", { params: { query: { ...figure, as_of: "latest", valid } }, signal })),
    }),
  lineage: (id: string) =>
    queryOptions({
      queryKey: ["store", "lineage", id],
      queryFn: async ({ signal }) => (await body(GET("/lineage", { params: { query: { id } }, signal }))).items,
      staleTime: 60_000,
    }),
  identity: (entity: string, asOf: string) =>
    queryOptions({
      queryKey: ["store", "identity", entity, asOf],
      queryFn: ({ signal }) => body(GET("/identity", { params: { query: { entity, as_of: asOf } }, signal })),
    }),
  events: (query: EventQuery) =>
    queryOptions({
      queryKey: ["store", "events", query],
      queryFn: ({ signal }) => body(GET("/events", { params: { query }, signal })),
    }),
  sources: () =>
    queryOptions({
      queryKey: ["store", "sources"],
      queryFn: ({ signal }) =>
        allPages((cursor) => body(GET("/quality/sources", { params: { query: { cursor, limit: 1_000 } }, signal }))),
    }),
  grades: (query: Pick<GradeQuery, "source" | "grade">) =>
    queryOptions({
      queryKey: ["store", "grades", query],
      queryFn: ({ signal }) =>
        allPages(
          (cursor) => body(GET("/quality/grades", { params: { query: { ...query, cursor, limit: 1_000 } }, signal })),
          MOST_GRADES,
        ),
    }),
  findings: (dataset: string, subject: string) =>
    queryOptions({
      queryKey: ["store", "findings", dataset, subject],
      queryFn: async ({ signal }) =>
        (await body(GET("/quality/findings", { params: { query: { dataset, subject } }, signal }))).items,
    }),
  quarantine: () =>
    queryOptions({
      queryKey: ["store", "quarantine"],
      queryFn: ({ signal }) =>
        allPages((cursor) => body(GET("/quality/quarantine", { params: { query: { cursor, limit: 1_000 } }, signal }))),
    }),
  gaps: (names: string, until: string, cursor: string) =>
    queryOptions({
      queryKey: ["store", "gaps", names, until, cursor],
      queryFn: ({ signal }) =>
        body(GET("/quality/gaps", { params: { query: { names, until, cursor, months: 24, limit: 20 } }, signal })),
      placeholderData: keepPreviousData,
      staleTime: 60_000,
    }),
  /** The newest jobs. Asked for each second while one goes on. */
  jobs: () =>
    queryOptions({
      queryKey: ["store", "jobs"],
      queryFn: async ({ signal }) => (await body(GET("/jobs", { params: { query: { limit: 100 } }, signal }))).items,
      refetchInterval: (query) => pollJobs(query.state.data),
    }),
};

/** What was stored of it stays. */
export function useCancelJob() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (job: number) => body(POST("/jobs/{job}/cancel", { params: { path: { job: String(job) } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["store", "jobs"] }),
  });
}
