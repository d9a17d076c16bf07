import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { violations } from "./axe";
import { DataTable, type Column, type DataTableProps } from "./DataTable";
import { Number } from "./Number";

interface Position {
  id: string;
  name: string;
  quantity: string | null;
  value: string;
}

const COLUMNS: Column<Position>[] = [
  { id: "name", title: "Name", value: (row) => row.name },
  { id: "quantity", title: "Quantity", unit: "quantity", value: (row) => row.quantity, minor: true },
  {
    id: "value",
    title: "Value",
    unit: "currency",
    currency: "USD",
    signed: true,
    value: (row) => row.value,
    origin: { description: "Market value", source: "portfolio /positions", asOf: null },
  },
];

const ROWS: Position[] = [
  { id: "a", name: "AAPL", quantity: "9", value: "-1234.50" },
  { id: "b", name: "IBM", quantity: "10", value: "20.00" },
  { id: "c", name: "SPY", quantity: null, value: "300.00" },
];

function Table(props: Partial<DataTableProps<Position>>) {
  return (
    <DataTable
      id="positions"
      label="Positions"
      rows={ROWS}
      columns={COLUMNS}
      rowKey={(row) => row.id}
      empty={<p>No position yet</p>}
      filename="positions"
      {...props}
    />
  );
}

function names(): string[] {
  return bodyRows().map((row) => row.querySelector("td")?.textContent ?? "");
}

function bodyRows(): HTMLElement[] {
  return screen.getAllByRole("row").filter((row) => row.dataset.key !== undefined);
}

function narrow(isNarrow: boolean): void {
  const query = { matches: isNarrow, addEventListener: () => {}, removeEventListener: () => {} };
  vi.spyOn(window, "matchMedia").mockImplementation((media) => ({
    ...query,
    media,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
    dispatchEvent: () => false,
  }));
}

beforeEach(() => {
  localStorage.clear();
  vi.restoreAllMocks();
});

describe("as a table", () => {
  it("has caption, headers with scope and sort, and counts its rows", async () => {
    const { container } = render(<Table />);
    const table = screen.getByRole("table", { name: /^Positions/ });
    expect(table.getAttribute("aria-rowcount")).toBe("4");
    expect(bodyRows().map((row) => row.getAttribute("aria-rowindex"))).toEqual(["2", "3", "4"]);
    const heads = screen.getAllByRole("columnheader");
    expect(heads.map((head) => head.getAttribute("scope"))).toEqual(["col", "col", "col"]);
    expect(heads.map((head) => head.getAttribute("aria-sort"))).toEqual(["none", "none", "none"]);
    expect(await violations(container)).toEqual([]);
  });

  it("formats by unit, and says that there is no value", () => {
    render(<Table />);
    const cells = bodyRows().map((row) =>
      within(row)
        .getAllByRole("cell")
        .map((cell) => cell.textContent),
    );
    expect(cells[0]).toEqual(["AAPL", "9", "−1,234.50 USD"]);
    expect(cells[2]).toEqual(["SPY", "–no value", "+300.00 USD"]);
  });

  it("renders only what is in sight of ten thousand rows", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      id: `${index}`,
      name: `n${index}`,
      quantity: "1",
      value: "1",
    }));
    render(<Table rows={many} />);
    expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("10001");
    expect(bodyRows().length).toBeLessThan(100);
  });

  it("shows the empty state of the page", () => {
    render(<Table rows={[]} />);
    expect(screen.getByText("No position yet")).toBeTruthy();
    expect(screen.getByRole("button", { name: /^CSV/ })).toHaveProperty("disabled", true);
  });

  it("says what a column means", async () => {
    render(<Table />);
    await userEvent.click(screen.getByRole("button", { name: "About Value" }));
    expect(screen.getByRole("tooltip").textContent).toContain("Market value");
  });
});

describe("order", () => {
  it("goes through both directions and back, numbers as numbers, nothing always last", async () => {
    render(<Table />);
    const head = screen.getByRole("button", { name: "Quantity" });
    await userEvent.click(head);
    expect(names()).toEqual(["IBM", "AAPL", "SPY"]);
    expect(screen.getAllByRole("columnheader")[1]?.getAttribute("aria-sort")).toBe("descending");
    await userEvent.click(head);
    expect(names()).toEqual(["AAPL", "IBM", "SPY"]);
    expect(screen.getAllByRole("columnheader")[1]?.getAttribute("aria-sort")).toBe("ascending");
    await userEvent.click(head);
    expect(names()).toEqual(["AAPL", "IBM", "SPY"]);
    expect(screen.getAllByRole("columnheader")[1]?.getAttribute("aria-sort")).toBe("none");
  });

  it("is the page's where the page holds it", async () => {
    const onSort = vi.fn<(sort: { id: string; desc: boolean } | null) => void>();
    render(<Table sort={{ id: "value", desc: true }} onSort={onSort} />);
    expect(names()).toEqual(["SPY", "IBM", "AAPL"]);
    await userEvent.click(screen.getByRole("button", { name: "Name" }));
    expect(onSort).toHaveBeenCalledWith({ id: "name", desc: false });
    expect(names()).toEqual(["SPY", "IBM", "AAPL"]);
  });

  const changed: Position[] = [
    { id: "d", name: "NEW", quantity: "1", value: "999.00" },
    { id: "b", name: "IBM", quantity: "10", value: "400.00" },
    { id: "a", name: "AAPL", quantity: "9", value: "1.00" },
  ];

  it("does not move while the pointer is inside: values change in place, what went stays and cannot be opened", () => {
    const onOpen = vi.fn<(row: Position) => void>();
    const { rerender } = render(<Table onOpen={onOpen} />);
    fireEvent.pointerEnter(screen.getByRole("region"));
    rerender(<Table onOpen={onOpen} rows={changed} />);
    expect(names()).toEqual(["AAPL", "IBM", "SPY"]);
    expect(bodyRows()[0]?.textContent).toContain("+1.00");
    const gone = bodyRows()[2];
    if (!gone) throw new Error("the row that went is kept");
    fireEvent.click(gone);
    expect(onOpen).not.toHaveBeenCalled();
    expect(screen.getByRole("button", { name: "1 new, new order – press to refresh" })).toBeTruthy();
    fireEvent.pointerLeave(screen.getByRole("region"));
    expect(names()).toEqual(["NEW", "IBM", "AAPL"]);
    expect(screen.queryByRole("button", { name: /refresh/ })).toBeNull();
  });

  it("does not move while the focus is inside, until asked", () => {
    const { rerender } = render(<Table />);
    const first = bodyRows()[0];
    fireEvent.focus(first ?? document.body);
    rerender(<Table rows={changed} />);
    expect(names()).toEqual(["AAPL", "IBM", "SPY"]);
    fireEvent.click(screen.getByRole("button", { name: /press to refresh/ }));
    expect(names()).toEqual(["NEW", "IBM", "AAPL"]);
  });

  it("applies at once what the person asks for", async () => {
    render(<Table />);
    fireEvent.pointerEnter(screen.getByRole("region"));
    await userEvent.click(screen.getByRole("button", { name: "Name" }));
    await userEvent.click(screen.getByRole("button", { name: "Name" }));
    expect(names()).toEqual(["SPY", "IBM", "AAPL"]);
  });
});

describe("filter", () => {
  it("finds text as shown and as it is, says how many, and clears", async () => {
    render(<Table />);
    const box = screen.getByRole("searchbox", { name: "Filter Positions" });
    await userEvent.type(box, "1,234");
    expect(names()).toEqual(["AAPL"]);
    expect(document.body.textContent).toContain("1 of 3");
    await userEvent.clear(box);
    await userEvent.type(box, "-1234 aapl");
    expect(names()).toEqual(["AAPL"]);
    await userEvent.keyboard("{Escape}");
    expect(names()).toHaveLength(3);
    await userEvent.type(box, "zzz");
    expect(screen.getByText("No row contains “zzz”.")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Clear the filter" }));
    expect(names()).toHaveLength(3);
  });
});

describe("columns", () => {
  it("are chosen, remembered and reset", async () => {
    const { unmount } = render(<Table />);
    await userEvent.click(screen.getByRole("button", { name: /^Columns/ }));
    await userEvent.click(screen.getByRole("checkbox", { name: "Name" }));
    expect(screen.queryByRole("columnheader", { name: "Name" })).toBeNull();
    await userEvent.click(screen.getByRole("checkbox", { name: "Quantity" }));
    expect(screen.getByRole("checkbox", { name: "Value" })).toHaveProperty("disabled", true);
    unmount();
    render(<Table />);
    expect(screen.getAllByRole("columnheader")).toHaveLength(1);
    await userEvent.click(screen.getByRole("button", { name: /^Columns/ }));
    expect(await violations(document.body)).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Reset" }));
    expect(screen.getAllByRole("columnheader")).toHaveLength(3);
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("checkbox")).toBeNull();
    expect(localStorage.getItem("nautilus.table.positions")).toBeNull();
  });

  it("that are minor wait in the list on a narrow screen", async () => {
    narrow(true);
    render(<Table />);
    expect(screen.queryByRole("columnheader", { name: "Quantity" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: /^Columns/ }));
    await userEvent.click(screen.getByRole("checkbox", { name: "Quantity" }));
    expect(screen.getByRole("columnheader", { name: "Quantity" })).toBeTruthy();
  });

  it("survive what someone else wrote into the store", () => {
    localStorage.setItem("nautilus.table.positions", "{broken");
    render(<Table />);
    expect(screen.getAllByRole("columnheader")).toHaveLength(3);
  });
});

describe("keyboard", () => {
  it("has one tab stop among the rows; arrows, j, k, Home and End move it; Enter opens", async () => {
    const onOpen = vi.fn<(row: Position) => void>();
    render(<Table onOpen={onOpen} />);
    expect(bodyRows().map((row) => row.tabIndex)).toEqual([0, -1, -1]);
    bodyRows()[0]?.focus();
    await userEvent.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(bodyRows()[1]);
    await userEvent.keyboard("j");
    expect(document.activeElement).toBe(bodyRows()[2]);
    await userEvent.keyboard("j");
    expect(document.activeElement).toBe(bodyRows()[2]);
    await userEvent.keyboard("k{Enter}");
    expect(onOpen).toHaveBeenLastCalledWith(ROWS[1]);
    await userEvent.keyboard("{Home}{Enter}");
    expect(onOpen).toHaveBeenLastCalledWith(ROWS[0]);
    await userEvent.keyboard("{End}{Enter}");
    expect(onOpen).toHaveBeenLastCalledWith(ROWS[2]);
    expect(bodyRows().map((row) => row.tabIndex)).toEqual([-1, -1, 0]);
  });

  it("leaves single keys with a modifier to the page", async () => {
    render(<Table />);
    bodyRows()[0]?.focus();
    await userEvent.keyboard("{Control>}j{/Control}");
    expect(document.activeElement).toBe(bodyRows()[0]);
  });

  it("opens on a click on the row, and not on a control within", async () => {
    const onOpen = vi.fn<(row: Position) => void>();
    const origin = { description: "Units held", source: "portfolio /positions", asOf: null };
    const columns: Column<Position>[] = [
      ...COLUMNS,
      {
        id: "held",
        title: "Held",
        value: (row) => row.quantity,
        render: (row) => <Number value={row.quantity} unit="quantity" origin={origin} />,
      },
    ];
    render(<Table onOpen={onOpen} columns={columns} selected="b" />);
    await userEvent.click(screen.getByText("IBM"));
    expect(onOpen).toHaveBeenCalledExactlyOnceWith(ROWS[1]);
    expect(bodyRows()[1]?.getAttribute("aria-current")).toBe("true");
    await userEvent.click(screen.getByRole("button", { name: "10" }));
    await userEvent.click(screen.getByText("Units held"));
    expect(onOpen).toHaveBeenCalledOnce();
    // Numbers are tab stops in the row that has the focus only.
    expect(screen.getByRole("button", { name: "9" }).tabIndex).toBe(-1);
    expect(screen.getByRole("button", { name: "10" }).tabIndex).toBe(0);
  });
});

it("offers the whole list as Parquet where the API has it", () => {
  const column = { id: "name", title: "Name", value: (row: { name: string }) => row.name };
  const table = {
    id: "parquet",
    label: "Names",
    rows: [{ name: "a" }],
    columns: [column],
    empty: "",
    filename: "names",
  };
  render(<DataTable {...table} rowKey={(row) => row.name} parquet="/api/export/risk/names" />);
  const link = screen.getByRole("link", { name: "Parquet download of all Names" });
  expect(link.getAttribute("href")).toBe("/api/export/risk/names");
  expect(link.hasAttribute("download")).toBe(true);
});
