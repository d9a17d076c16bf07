import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState, type ComponentType } from "react";
import { describe, expect, it } from "vitest";
import { violations } from "./axe";
import { Dialog, type DialogProps } from "./Dialog";
import { Drawer } from "./Drawer";
import { Number } from "./Number";

function Page({ Piece }: { Piece: ComponentType<DialogProps> }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      <Piece open={open} onClose={() => setOpen(false)} title="Order 7">
        <Number value={1} unit="count" origin={{ description: "Fills", source: "execution /fills", asOf: null }} />
      </Piece>
    </>
  );
}

const focusNow = (field: HTMLElement | null): void => field?.focus();

function WithField(props: { Piece: ComponentType<DialogProps>; open: boolean; isOpenerThere: boolean }) {
  const { Piece, open, isOpenerThere } = props;
  return (
    <main>
      <h1>Orders</h1>
      {isOpenerThere ? <button type="button">Open</button> : null}
      <Piece open={open} onClose={() => undefined} title="Order 7">
        <input ref={focusNow} aria-label="Reason" />
      </Piece>
    </main>
  );
}

describe.each([
  ["Dialog", Dialog],
  ["Drawer", Drawer],
])("%s", (_, Piece) => {
  it("is named by its title, closes on Escape and by its button, and gives the focus back", async () => {
    render(<Page Piece={Piece} />);
    const opener = screen.getByRole("button", { name: "Open" });
    await userEvent.click(opener);
    const dialog = screen.getByRole("dialog", { name: "Order 7" });
    expect(dialog.contains(document.activeElement)).toBe(true);
    expect(await violations(dialog)).toEqual([]);
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    await expect.poll(() => document.activeElement).toBe(opener);
    await userEvent.click(opener);
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("gives the focus back also when a field of it took the focus at once", async () => {
    const { rerender } = render(<WithField Piece={Piece} open={false} isOpenerThere />);
    const opener = screen.getByRole("button", { name: "Open" });
    opener.focus();
    rerender(<WithField Piece={Piece} open isOpenerThere />);
    await expect.poll(() => document.activeElement).toBe(screen.getByRole("textbox"));
    rerender(<WithField Piece={Piece} open={false} isOpenerThere />);
    await expect.poll(() => document.activeElement).toBe(opener);
  });

  it("leaves the focus at the heading of the page when what had it is gone", async () => {
    const { rerender } = render(<WithField Piece={Piece} open={false} isOpenerThere />);
    screen.getByRole("button", { name: "Open" }).focus();
    rerender(<WithField Piece={Piece} open isOpenerThere={false} />);
    rerender(<WithField Piece={Piece} open={false} isOpenerThere={false} />);
    await expect.poll(() => document.activeElement).toBe(screen.getByRole("heading", { name: "Orders" }));
  });

  it("stays when Escape closes what is open in it", async () => {
    render(<Page Piece={Piece} />);
    await userEvent.click(screen.getByRole("button", { name: "Open" }));
    await userEvent.click(screen.getByRole("button", { name: "1" }));
    expect(screen.getByRole("tooltip").textContent).toContain("Fills");
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("tooltip")).toBeNull();
    expect(screen.queryByRole("dialog")).not.toBeNull();
  });
});
