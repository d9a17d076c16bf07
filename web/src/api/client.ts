/** The one way from the page to the engines: typed clients, problems that are thrown, the end of a session noticed. */
import { QueryClient } from "@tanstack/react-query";
import type { Client } from "openapi-fetch";
import type { Loading } from "@/ui/types";
import { cell } from "./cell";
import { ApiProblem, asProblem, isMissing, problemOf, tooLate, unreachable } from "./problem";

/** Whether the browser's session is over: set by any 401, cleared when the session answers again. */
export const expired = cell(false);

/** Whether the last request got no answer at all; null: none was made yet. */
export const reachable = cell<boolean | null>(null);

/** So long a panel may be old without a word: an engine that is stuck takes a request and says nothing. */
const LATE_MS = 15_000;

/** What an operation needs beside its path. */
interface Question {
  params?: { path?: Record<string, string>; query?: Record<string, unknown> };
  body?: unknown;
  signal?: AbortSignal;
}

async function ask(method: string, template: string, { params, body: sent, signal }: Question) {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.path?.[name] ?? ""));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params?.query ?? {}))
    if (value !== null && value !== undefined) query.append(name, String(value));
  const init: RequestInit = { method, ...ending(method, signal) };
  if (sent !== undefined)
    Object.assign(init, { body: JSON.stringify(sent), headers: { "content-type": "application/json" } });
  const response = await answered(new Request(query.size ? `${path}?${query}` : path, init));
  return { data: (await heard(response.json())) as unknown, response };
}

/** When a question is given up: what is only read can be asked again, what acts is waited for. */
function ending(method: string, signal: AbortSignal | undefined): { signal?: AbortSignal } {
  const late = method === "GET" ? [AbortSignal.timeout(LATE_MS)] : [];
  const all = signal ? [signal, ...late] : late;
  return all.length ? { signal: AbortSignal.any(all) } : {};
}

/** What comes over the network, or the problem that nothing came. */
async function heard<T>(awaited: Promise<T>): Promise<T> {
  try {
    return await awaited;
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") throw tooLate(LATE_MS);
    if (!(error instanceof TypeError)) throw error;
    reachable.set(false);
    throw unreachable();
  }
}

/** A success; all else is thrown. */
async function answered(request: Request): Promise<Response> {
  const response = await heard(fetch(request));
  reachable.set(true);
  if (response.ok) return response;
  if (response.status === 401) expired.set(true);
  throw await problemOf(response);
}

/** Typed by the schema as the client of openapi-fetch is, most of which would not be used here. */
export type EngineClient<Paths extends object> = Pick<Client<Paths, `${string}/${string}`>, "GET" | "POST">;

/** A client for the routes of one engine, or of the gateway itself with an empty name. */
export function engineClient<Paths extends object>(engine: string): EngineClient<Paths> {
  const base = engine ? `/api/${engine}` : "";
  const by =
    (method: string) =>
    (path: string, question: Question = {}) =>
      ask(method, base + path, question);
  // What the types promise of each path is what the platform answers: they are made from its description.
  return { GET: by("GET"), POST: by("POST") } as unknown as EngineClient<Paths>;
}

/** The body of an answer: there is one, or something was thrown. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}

interface PageOf<T> {
  items: T[];
  next_cursor?: string | null;
}

/** All items of a list, page by page, but at most `most`: a list that grows must not fill the memory. */
export async function allPages<T>(page: (cursor: string) => Promise<PageOf<T>>, most = 10_000): Promise<T[]> {
  const items: T[] = [];
  let cursor = "";
  do {
    // Each page needs the cursor of the one before.
    // oxlint-disable-next-line no-await-in-loop
    const { items: found, next_cursor: next } = await page(cursor);
    items.push(...found);
    cursor = next ?? "";
  } while (cursor && items.length < most);
  return items.slice(0, most);
}

/** For `refetchInterval`: every `milliseconds`, but not while the session is over or nothing answers. */
export const every = (milliseconds: number) => () =>
  expired.get() || reachable.get() === false ? false : milliseconds;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always", // the platform is on this machine: that the machine is offline says nothing
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.status < 500),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

interface Asked {
  isPending: boolean;
  /** `idle` while nothing is known: it is not asked yet, for example because there is no run to ask about. */
  fetchStatus: "fetching" | "paused" | "idle";
  error: Error | null;
  dataUpdatedAt: number;
  errorUpdatedAt: number;
  refetch: () => unknown;
}

/**
 * What a Panel needs to know about its queries. A 404 is no problem, but an answer: there is nothing yet. A query that
 * waits for another one counts once it is asked; give the other one too.
 */
export function loadingOf(...queries: readonly Asked[]): Loading {
  const asked = queries.filter((query) => !(query.isPending && query.fetchStatus === "idle"));
  const failed = asked.find((query) => query.error !== null && !isMissing(query.error));
  return {
    isPending: asked.length === 0 || asked.some((query) => query.isPending),
    problem: failed ? asProblem(failed.error) : null,
    updatedAt: asked.length ? Math.min(...asked.map(answeredAt)) : 0,
    retry: () => {
      for (const query of asked) query.refetch();
    },
  };
}

const answeredAt = ({ error, dataUpdatedAt, errorUpdatedAt }: Asked): number =>
  isMissing(error) ? Math.max(dataUpdatedAt, errorUpdatedAt) : dataUpdatedAt;
