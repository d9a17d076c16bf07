/** Whether someone is logged in. */
import { body, engineClient } from "./client";
import { ApiProblem } from "./problem";
import type { paths } from "./schema/gateway";

const { GET } = engineClient<paths>("");

/** Whether this browser has a session: `over` when it has none, `silent` when nothing answers. */
export async function askSession(): Promise<"open" | "over" | "silent"> {
  try {
    await body(GET("/api/session"));
    return "open";
  } catch (error) {
    return error instanceof ApiProblem && error.status === 401 ? "over" : "silent";
  }
}
