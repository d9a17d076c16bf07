import { describe, expect, it, vi } from "vitest";
import { download, toCsv } from "./csv";
import type { Column } from "./tableColumns";

interface Row {
  text: string | null;
  amount: string | number | null;
  at: string | number | null;
}

const COLUMNS: Column<Row>[] = [
  { id: "text", title: "Text, free", value: (row) => row.text },
  { id: "amount", title: "Amount", unit: "currency", currency: "USD", value: (row) => row.amount, minor: true },
  { id: "at", title: "Time", unit: "timestamp_ns", value: (row) => row.at },
];

function csv(row: Partial<Row>): string {
  return toCsv(COLUMNS, [{ text: null, amount: null, at: null, ...row }])
    .split("\r\n")
    .slice(1)
    .join("\r\n");
}

describe("toCsv", () => {
  it("names columns with their unit and ends each line", () => {
    expect(toCsv(COLUMNS, [])).toBe('"Text, free",Amount (USD),Time (UTC)\r\n');
  });

  it("keeps raw values, and times as ISO 8601", () => {
    expect(csv({ text: "a", amount: "-1234.500", at: "1378130585123456789" })).toBe(
      "a,-1234.500,2013-09-02T14:03:05.123456Z\r\n",
    );
    expect(csv({ amount: -0.5 })).toBe(",-0.5,\r\n");
    expect(csv({ amount: NaN, at: "soon" })).toBe(",,\r\n");
  });

  it("quotes commas, quotes and line breaks", () => {
    expect(csv({ text: 'a "b", c\nd' })).toBe('"a ""b"", c\nd",,\r\n');
  });

  it.each(["=1+1", "+cmd", "-cmd", "@sum", "\tx"])("makes the formula %j text", (formula) => {
    expect(csv({ text: formula })).toBe(`'${formula},,\r\n`);
    expect(csv({ amount: formula })).toBe(`,'${formula},\r\n`);
  });

  it("makes a negative number in a column of text text", () => {
    expect(csv({ text: "-5" })).toBe("'-5,,\r\n");
  });
});

describe("download", () => {
  it("hands over the text under the name", async () => {
    const blobs: Blob[] = [];
    vi.spyOn(URL, "createObjectURL").mockImplementation((object) => {
      if (object instanceof Blob) blobs.push(object);
      return "blob:sample";
    });
    const clicked: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function click(this: HTMLAnchorElement) {
      clicked.push(`${this.download} ${this.href}`);
    });
    download("a.csv", "x,y", "text/csv");
    expect(clicked).toEqual(["a.csv blob:sample"]);
    expect(await blobs[0]?.text()).toBe("x,y");
    expect(blobs[0]?.type).toBe("text/csv;charset=utf-8");
    vi.restoreAllMocks();
  });
});
