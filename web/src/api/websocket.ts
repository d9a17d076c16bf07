/** Tickets for the live connection. */
import { body, engineClient } from "./client";
import { ApiProblem } from "./problem";
import type { paths } from "./schema/websocket";

const { POST } = engineClient<paths>("websocket");

/** Opens one WebSocket within seconds. Null: the session is over. */
export async function issueTicket(): Promise<string | null> {
  try {
    return (await body(POST("/tickets"))).ticket;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}
