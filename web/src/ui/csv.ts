import { NOTHING, formatTime, isNumeric } from "./format";
import type { Column } from "./tableColumns";

/** Rows as RFC 4180 text: raw values, times as ISO 8601 UTC, all columns. */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const head = columns.map((column) => quoted(heading(column)));
  const lines = rows.map((row) => columns.map((column) => quoted(cell(column, row))).join(","));
  return [head.join(","), ...lines, ""].join("\r\n");
}

function heading<Row>({ title, unit, currency }: Column<Row>): string {
  if (!unit || unit === "text") return title;
  if (unit === "timestamp_ns") return `${title} (UTC)`;
  return `${title} (${currency ?? unit})`;
}

function cell<Row>(column: Column<Row>, row: Row): string {
  const value = column.value(row);
  if (value === null) return "";
  if (column.unit === "timestamp_ns") {
    const text = formatTime(value, "microsecond");
    return text === NOTHING ? "" : `${text.replace(" ", "T")}Z`;
  }
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  // A decimal may begin with a minus; any other text that a spreadsheet would run as a formula is made text.
  const isNumber = isNumeric(column.unit) && /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value);
  return !isNumber && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands text to the person as a file. */
export function download(filename: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = filename;
  link.click();
  // The click only starts the download: the address must outlive it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
