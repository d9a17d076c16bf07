import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { violations } from "./axe";
import { Button } from "./Button";

it("submits nothing unless told, and passes its properties on", async () => {
  const onSubmit = vi.fn<(event: { preventDefault: () => void }) => void>((event) => event.preventDefault());
  const onClick = vi.fn<() => void>();
  const { container } = render(
    <form onSubmit={onSubmit}>
      <Button onClick={onClick} aria-pressed>
        Pause
      </Button>
      <Button type="submit" kind="primary">
        Send
      </Button>
      <Button kind="danger" disabled onClick={onClick}>
        Stop
      </Button>
    </form>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Pause", pressed: true }));
  expect(onClick).toHaveBeenCalledOnce();
  expect(onSubmit).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Send" }));
  expect(onSubmit).toHaveBeenCalledOnce();
  await userEvent.click(screen.getByRole("button", { name: "Stop" }));
  expect(onClick).toHaveBeenCalledOnce();
  expect(await violations(container)).toEqual([]);
});
