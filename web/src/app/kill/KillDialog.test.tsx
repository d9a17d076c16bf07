import { QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeQueryClient } from "@/api/client";
import KillDialog from "./KillDialog";

/** The routes of risk as far as the dialog asks them, with the account that a test wants. */
let halted = false;
let sent: { path: string; body: unknown }[] = [];

const limits = () => ({ run: 3, account: "paper-3", version: halted ? 2 : 1, halted, kill_id: "", uses: [] });
const kill = {
  kill_id: "paper-3-kill-1",
  account: "paper-3",
  run: 3,
  state: "CONFIRMED",
  reason: "too fast",
  actor: "session:1",
  killed_ns: 1,
  confirmed_ns: 2,
  seconds_to_confirm: 0.042,
  cancelled: 2,
  node_restarted: false,
  rearmed_ns: null,
  rearm_reason: null,
  rearm_actor: null,
};

async function answer(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  if (request.method === "POST") {
    sent.push({ path, body: await request.json() });
    halted = path.endsWith("/kill");
    return Response.json(path.endsWith("/kill") ? kill : limits());
  }
  if (path.endsWith("/preview"))
    return Response.json({ ...limits(), orders: [], positions: [], strategies: [], silent: [] });
  if (path.endsWith("/kills")) return Response.json({ items: [kill], next_cursor: null });
  return Response.json({ items: [limits()], next_cursor: null });
}

beforeEach(() => {
  halted = false;
  sent = [];
  vi.stubGlobal("fetch", answer);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const show = (onClose = vi.fn<() => void>()) => {
  render(
    <QueryClientProvider client={makeQueryClient()}>
      <KillDialog onClose={onClose} />
    </QueryClientProvider>,
  );
  return onClose;
};

/** Held for real: a machine that is busy may take longer than two seconds. */
const PATIENCE = { timeout: 20_000 };

function press(name: RegExp): () => void {
  const button = screen.getByRole("button", { name });
  fireEvent.keyDown(button, { key: " " });
  return () => fireEvent.keyUp(button, { key: " " });
}

test("it says what will happen, wants a reason, and acts only when held for two seconds", async () => {
  show();
  expect(await screen.findByText("There are no open orders to cancel.")).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: /Stop all trading/ }).disabled).toBe(true);
  fireEvent.change(screen.getByRole("textbox", { name: /Reason/ }), { target: { value: " too fast " } });
  press(/Stop all trading/)();
  expect(await screen.findByText("Cancelled: hold for 2 seconds.")).toBeTruthy();
  expect(sent).toEqual([]);
  const release = press(/Stop all trading/);
  await waitFor(
    () => expect(sent).toEqual([{ path: "/api/risk/kill", body: { account: "paper-3", reason: "too fast" } }]),
    PATIENCE,
  );
  release();
  expect(await screen.findByText("confirmed: nothing trades")).toBeTruthy();
  expect(screen.getByText("2 open orders")).toBeTruthy();
  expect(screen.getByText("0.042 s")).toBeTruthy();
}, 30_000);

test("a halted account can be armed again, with a reason; then the dialog closes", async () => {
  halted = true;
  const onClose = show();
  expect(await screen.findByText("Trading of paper-3 is halted")).toBeTruthy();
  fireEvent.change(await screen.findByRole("textbox", { name: /Reason/ }), { target: { value: "checked" } });
  press(/Allow orders/);
  await waitFor(
    () => expect(sent).toEqual([{ path: "/api/risk/rearm", body: { account: "paper-3", reason: "checked" } }]),
    PATIENCE,
  );
  await waitFor(() => expect(onClose).toHaveBeenCalled());
}, 30_000);

test("before the first run there is nothing to stop, and that is said", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ items: [], next_cursor: null })));
  show();
  expect(await screen.findByText("There is nothing to stop.")).toBeTruthy();
});
