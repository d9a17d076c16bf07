import { beforeEach, expect, test, vi } from "vitest";
import { MOST_EVENTS, Store } from "./store";

let frames: (() => void)[] = [];
let store: Store;

beforeEach(() => {
  frames = [];
  store = new Store((callback) => frames.push(callback));
});

function paint(): void {
  const callbacks = frames;
  frames = [];
  for (const callback of callbacks) callback();
}

test("a row hears of its own key alone, once a frame, and reads the newest", () => {
  const aapl = vi.fn<() => void>();
  const amzn = vi.fn<() => void>();
  store.onItem("bars", "AAPL", aapl);
  store.onItem("bars", "AMZN", amzn);
  store.replace("bars", [{ key: "AAPL" }]);
  for (let tick = 0; tick < 50; tick++) store.add("bars", [{ key: "AAPL", tick } as { key: string }]);
  expect(aapl).not.toHaveBeenCalled();
  expect(store.item("bars", "AAPL")).toBe(undefined);
  expect(frames).toHaveLength(1);
  paint();
  expect(aapl).toHaveBeenCalledTimes(1);
  expect(amzn).not.toHaveBeenCalled();
  expect(store.item("bars", "AAPL")).toMatchObject({ tick: 49 });
  paint();
  expect(aapl).toHaveBeenCalledTimes(1);
});

test("keys are the same list until one comes or goes", () => {
  store.replace("bars", [{ key: "AAPL" }, { key: "AMZN" }]);
  paint();
  const keys = store.keys("bars");
  expect(keys).toEqual(["AAPL", "AMZN"]);
  store.add("bars", [{ key: "AAPL" }]);
  paint();
  expect(store.keys("bars")).toBe(keys);
  const gone = vi.fn<() => void>();
  store.onItem("bars", "AMZN", gone);
  store.replace("bars", [{ key: "AAPL" }]);
  paint();
  expect(store.keys("bars")).toEqual(["AAPL"]);
  expect(store.item("bars", "AMZN")).toBe(undefined);
  expect(gone).toHaveBeenCalledTimes(1);
});

const event = (number: number) => ({ number }) as object;

test("of events the last ones are kept, also while paused", () => {
  const many = Array.from({ length: MOST_EVENTS + 500 }, (_, number) => event(number));
  store.replace("orders", many.slice(0, 100));
  paint();
  expect(store.events("orders")).toHaveLength(100);
  store.pause(true);
  store.add("orders", many);
  paint();
  expect(store.events("orders")).toHaveLength(100);
  store.pause(false);
  paint();
  expect(store.events("orders")).toHaveLength(MOST_EVENTS);
  expect(store.events("orders").at(-1)).toEqual({ number: MOST_EVENTS + 499 });
});

test("while paused nothing moves, and afterwards the newest is shown once", () => {
  const heard = vi.fn<() => void>();
  store.replace("bars", [{ key: "AAPL", tick: 0 } as { key: string }]);
  paint();
  store.onItem("bars", "AAPL", heard);
  store.pause(true);
  store.add("bars", [{ key: "AAPL", tick: 1 } as { key: string }]);
  paint();
  store.add("bars", [{ key: "AAPL", tick: 2 } as { key: string }]);
  paint();
  expect(heard).not.toHaveBeenCalled();
  expect(store.item("bars", "AAPL")).toMatchObject({ tick: 0 });
  store.pause(false);
  paint();
  expect(heard).toHaveBeenCalledTimes(1);
  expect(store.item("bars", "AAPL")).toMatchObject({ tick: 2 });
});

test("what is opened while paused is not empty", () => {
  store.pause(true);
  store.replace("bars", [{ key: "AAPL", tick: 1 } as { key: string }]);
  paint();
  expect(store.item("bars", "AAPL")).toMatchObject({ tick: 1 });
});

test("a chart gets what is there, then what comes, in order, and hears when it starts over", () => {
  const heard = vi.fn<(items: readonly object[], replaced: boolean) => void>();
  store.replace("trades.ES", [{ key: "ES", n: 1 } as { key: string }]);
  paint();
  const stop = store.onTopic("trades.ES", heard);
  store.add("trades.ES", [{ key: "ES", n: 2 } as { key: string }]);
  paint();
  expect(heard.mock.calls).toEqual([[[{ key: "ES", n: 2 }], true]]);
  store.add("trades.ES", [{ key: "ES", n: 3 } as { key: string }]);
  store.add("trades.ES", [{ key: "ES", n: 4 } as { key: string }]);
  paint();
  expect(heard.mock.calls.at(-1)).toEqual([
    [
      { key: "ES", n: 3 },
      { key: "ES", n: 4 },
    ],
    false,
  ]);
  store.replace("trades.ES", []);
  paint();
  expect(heard.mock.calls.at(-1)).toEqual([[], true]);
  stop();
  store.add("trades.ES", [{ key: "ES", n: 5 } as { key: string }]);
  paint();
  expect(heard).toHaveBeenCalledTimes(3);
});

test("a chart that comes before the first snapshot gets that snapshot, once", () => {
  const heard = vi.fn<(items: readonly object[], replaced: boolean) => void>();
  store.onTopic("bars", heard);
  paint();
  expect(heard).not.toHaveBeenCalled();
  store.replace("bars", [{ key: "AAPL" }]);
  paint();
  expect(heard.mock.calls).toEqual([[[{ key: "AAPL" }], true]]);
});

test("what nobody wants any more is forgotten", () => {
  store.replace("bars", [{ key: "AAPL" }]);
  paint();
  store.forget("bars");
  expect(store.item("bars", "AAPL")).toBe(undefined);
  expect(store.keys("bars")).toEqual([]);
});
