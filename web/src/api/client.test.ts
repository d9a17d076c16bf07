import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { allPages, body, engineClient, every, expired, loadingOf, makeQueryClient, reachable } from "./client";
import { ApiProblem } from "./problem";
import type { paths as ExecutionPaths } from "./schema/execution";
import type { paths } from "./schema/portfolio";

const asked: Request[] = [];

/** What the platform answers next. */
function answer(next: () => Response): void {
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(request);
    return Promise.resolve(next());
  });
}

const problem = (status: number): Response =>
  new Response(
    JSON.stringify({
      type: "urn:nautilus:problem:conflict",
      title: "Not possible in the present state",
      status,
      detail: "The switch is on.",
      request_id: "r-1",
      errors: [{ place: "body", pointer: "#/quantity", detail: "too large" }],
    }),
    { status, headers: { "content-type": "application/problem+json" } },
  );

beforeEach(() => {
  expired.set(false);
  reachable.set(null);
  asked.length = 0;
});
afterEach(() => vi.unstubAllGlobals());

const account = () => {
  const { GET } = engineClient<paths>("portfolio");
  return body(GET("/account", { params: { query: { run: null } } }));
};

test("an answer's body comes back, from the route of that engine", async () => {
  answer(() => Response.json({ equity: "100.00" }));
  await expect(account()).resolves.toEqual({ equity: "100.00" });
  expect(new URL(asked[0]?.url ?? "").pathname).toBe("/api/portfolio/account");
  expect(new URL(asked[0]?.url ?? "").search).toBe("");
  expect(reachable.get()).toBe(true);
});

test("path and query are encoded, what is not given is left out, a body goes as JSON", async () => {
  answer(() => Response.json({}));
  const { GET, POST } = engineClient<ExecutionPaths>("execution");
  await GET("/orders/{client_order_id}", { params: { path: { client_order_id: "R1 /?" } } });
  await GET("/orders", { params: { query: { run: 3, newest: true, instrument_id: "A&B", open: null } } });
  await POST("/orders/{client_order_id}/cancel", { params: { path: { client_order_id: "R1" } } });
  const replacement = { client_key: "page.1", quantity: "2" };
  await POST("/orders/{client_order_id}/replace", { params: { path: { client_order_id: "R1" } }, body: replacement });
  expect(asked.map(({ method, url }) => `${method} ${url.slice(url.indexOf("/api"))}`)).toEqual([
    "GET /api/execution/orders/R1%20%2F%3F",
    "GET /api/execution/orders?run=3&newest=true&instrument_id=A%26B",
    "POST /api/execution/orders/R1/cancel",
    "POST /api/execution/orders/R1/replace",
  ]);
  expect(asked[3]?.headers.get("content-type")).toBe("application/json");
  await expect(asked[3]?.json()).resolves.toEqual(replacement);
  await expect(asked[2]?.text()).resolves.toBe("");
});

test("a problem is thrown with its request id and fields", async () => {
  answer(() => problem(409));
  const thrown = await account().catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ApiProblem);
  expect(thrown).toMatchObject({
    title: "Not possible in the present state",
    detail: "The switch is on.",
    status: 409,
    requestId: "r-1",
    fields: [{ place: "body", pointer: "#/quantity", detail: "too large" }],
  });
  expect(expired.get()).toBe(false);
});

test("401 says that the session is over", async () => {
  answer(() => problem(401));
  await expect(account()).rejects.toMatchObject({ status: 401 });
  expect(expired.get()).toBe(true);
});

test("an answer that is not a problem is told by its status and the id in its header", async () => {
  answer(() => new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "x-request-id": "r-2" } }));
  await expect(account()).rejects.toMatchObject({ status: 502, requestId: "r-2" });
});

test("no answer at all is a problem of status 0, and is seen", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(account()).rejects.toMatchObject({ status: 0, title: "No answer" });
  expect(reachable.get()).toBe(false);
});

test("what is only read is given up after a while, and is not asked again at once", async () => {
  const waited: number[] = [];
  vi.spyOn(AbortSignal, "timeout").mockImplementation((milliseconds) => {
    waited.push(milliseconds);
    return AbortSignal.abort(new DOMException("late", "TimeoutError"));
  });
  vi.stubGlobal("fetch", (request: Request) =>
    request.signal.aborted ? Promise.reject(request.signal.reason as Error) : Promise.resolve(Response.json({})),
  );
  const thrown = await account().catch((error: unknown) => error);
  expect(thrown).toMatchObject({ status: 0, title: "No answer in time" });
  expect(waited).toEqual([15_000]);
  expect(reachable.get()).toBe(null);
  const retry = makeQueryClient().getDefaultOptions().queries?.retry;
  expect(typeof retry === "function" && retry(0, thrown as Error)).toBe(false);
  vi.restoreAllMocks();
});

test("a question that was taken back does not mean that nothing answers", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new DOMException("taken back", "AbortError")));
  await expect(account()).rejects.toMatchObject({ name: "AbortError" });
  expect(reachable.get()).toBe(null);
});

test("pages are read to the end, or to the most that is wanted", async () => {
  const pages: Record<string, { items: number[]; next_cursor: string | null }> = {
    "": { items: [1, 2], next_cursor: "b" },
    b: { items: [3, 4], next_cursor: "c" },
    c: { items: [5], next_cursor: null },
  };
  const page = vi.fn<(cursor: string) => Promise<{ items: number[]; next_cursor: string | null }>>((cursor) =>
    Promise.resolve(pages[cursor] ?? { items: [], next_cursor: null }),
  );
  await expect(allPages(page)).resolves.toEqual([1, 2, 3, 4, 5]);
  page.mockClear();
  await expect(allPages(page, 3)).resolves.toEqual([1, 2, 3]);
  expect(page).toHaveBeenCalledTimes(2);
});

test("what the request itself has wrong is not tried again, what the platform has wrong is, twice", () => {
  const retry = makeQueryClient().getDefaultOptions().queries?.retry;
  if (typeof retry !== "function") throw new Error("retry is decided by the error");
  const conflict = new ApiProblem("", "", 409, "");
  const down = new ApiProblem("", "", 503, "");
  expect(retry(0, conflict)).toBe(false);
  expect(retry(0, down)).toBe(true);
  expect(retry(1, down)).toBe(true);
  expect(retry(2, down)).toBe(false);
});

test("nothing is asked at intervals while the session is over or nothing answers", () => {
  expect(every(500)()).toBe(500);
  reachable.set(false);
  expect(every(500)()).toBe(false);
  reachable.set(true);
  expired.set(true);
  expect(every(500)()).toBe(false);
});

test("a panel of several queries is as old as the oldest, and retries all; a 404 is no problem", () => {
  const refetch = vi.fn<() => void>();
  const settled = { isPending: false, fetchStatus: "idle", error: null, errorUpdatedAt: 0, refetch } as const;
  const good = { ...settled, dataUpdatedAt: 20 };
  const none = {
    ...settled,
    error: new ApiProblem("Not found", "no run", 404, ""),
    dataUpdatedAt: 0,
    errorUpdatedAt: 30,
  };
  const bad = { ...settled, error: new ApiProblem("Down", "", 503, "r-3"), dataUpdatedAt: 10, errorUpdatedAt: 30 };
  const waiting = { ...settled, isPending: true, dataUpdatedAt: 0 };
  expect(loadingOf(good, none)).toMatchObject({ isPending: false, problem: null, updatedAt: 20 });
  expect(loadingOf(none, waiting)).toMatchObject({ isPending: false, problem: null, updatedAt: 30 });
  expect(loadingOf(waiting)).toMatchObject({ isPending: true, updatedAt: 0 });
  expect(loadingOf(good, { ...waiting, fetchStatus: "fetching" })).toMatchObject({ isPending: true });
  const loading = loadingOf(good, bad);
  expect(loading).toMatchObject({ isPending: false, problem: { title: "Down", requestId: "r-3" }, updatedAt: 10 });
  loading.retry();
  expect(refetch).toHaveBeenCalledTimes(2);
});
