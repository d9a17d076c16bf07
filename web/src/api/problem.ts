/** What goes wrong when the platform is asked: one class, whatever the cause. */
import type { Problem } from "@/ui/types";

/** One thing that is wrong in a request; `pointer` is a JSON pointer into its body or query, such as `#/quantity`. */
export interface FieldProblem {
  place: string;
  pointer: string;
  detail: string;
}

/** `status` 0: there was no answer at all. */
export class ApiProblem extends Error implements Problem {
  override readonly name = "ApiProblem";

  constructor(
    readonly title: string,
    readonly detail: string,
    readonly status: number,
    readonly requestId: string,
    readonly fields: readonly FieldProblem[] = [],
  ) {
    super(`${title}: ${detail}`);
  }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
const text = (value: unknown, otherwise: string): string => (typeof value === "string" && value ? value : otherwise);

function fieldProblems(errors: unknown): FieldProblem[] {
  if (!Array.isArray(errors)) return [];
  return errors.map(record).map(({ place, pointer, detail }) => ({
    place: text(place, ""),
    pointer: text(pointer, ""),
    detail: text(detail, ""),
  }));
}

/** Of an answer that is not a success: its problem+json, or what can be said without one. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  let told: Record<string, unknown> = {};
  if ((response.headers.get("content-type") ?? "").includes("json")) {
    try {
      told = record(await response.json());
    } catch {
      told = {}; // cut off on its way: the status still says something
    }
  }
  return new ApiProblem(
    text(told["title"], response.statusText || `Status ${response.status}`),
    text(told["detail"], "The answer says no more than its status."),
    response.status,
    text(told["request_id"], response.headers.get("x-request-id") ?? ""),
    fieldProblems(told["errors"]),
  );
}

/** Of a request that got no answer. */
export function unreachable(): ApiProblem {
  return new ApiProblem("No answer", "The platform does not answer. Is it running? `nautilus status` says.", 0, "");
}

/** Of a request that was given up. */
export function tooLate(milliseconds: number): ApiProblem {
  const seconds = milliseconds / 1_000;
  return new ApiProblem("No answer in time", `Nothing came within ${seconds} s. An engine may be stuck.`, 0, "");
}

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ApiProblem) return error;
  return {
    title: "The page failed",
    detail: error instanceof Error ? error.message : String(error),
    status: 0,
    requestId: "",
  };
}

/** What is asked for does not exist, for example the account before the first run: an empty state, not an error. */
export const isMissing = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404;
