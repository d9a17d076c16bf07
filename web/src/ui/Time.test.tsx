import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { violations } from "./axe";
import { Skeleton } from "./Skeleton";
import { State, type StateKind } from "./State";
import { Time } from "./Time";

it("shows UTC for people and machines", async () => {
  const { container } = render(<Time ns="1378130585123456789" precision="microsecond" />);
  const time = container.querySelector("time");
  expect(time?.textContent).toBe("2013-09-02 14:03:05.123456");
  expect(time?.dateTime).toBe("2013-09-02T14:03:05.123Z");
  expect(await violations(container)).toEqual([]);
});

it("says that there is no time", () => {
  const { container } = render(<Time ns={null} />);
  expect(container.textContent).toBe("–no time");
  expect(container.querySelector("time")).toBeNull();
});

it.each<[StateKind, string]>([
  ["good", "●"],
  ["warn", "▲"],
  ["bad", "✕"],
  ["idle", "○"],
])("shows the state %s as shape and word", async (kind, shape) => {
  const { container } = render(<State kind={kind}>word</State>);
  expect(container.textContent).toBe(`${shape}word`);
  expect(screen.getByText(shape).getAttribute("aria-hidden")).toBe("true");
  expect(await violations(container)).toEqual([]);
});

it("keeps the place of what is on its way, unseen by screen readers", () => {
  const { container } = render(<Skeleton height={40} width="50%" />);
  const place = container.querySelector<HTMLElement>("[aria-hidden=true]");
  expect(place?.style.height).toBe("40px");
  expect(place?.style.width).toBe("50%");
});
