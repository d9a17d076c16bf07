"""How commands print: rows as a table or as JSON."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click

type Row = Mapping[str, Any]

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
of_run = click.option("--run", type=int, help="Number of the replay run; the latest unless given.")


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2))


def print_table(rows: Sequence[Row], columns: Sequence[str], empty: str) -> None:
    """Columns as wide as their content; numbers to the right. `empty` is the sentence for no rows."""
    if not rows:
        click.echo(empty)
        return
    cells = [[cell(name, row.get(name)) for name in columns] for row in rows]
    widths = [max(len(name), *(len(line[i]) for line in cells)) for i, name in enumerate(columns)]
    right = [all(_is_number(row.get(name)) for row in rows) for name in columns]
    click.echo(_line(columns, widths, right))
    click.echo("  ".join("-" * width for width in widths))
    for line in cells:
        click.echo(_line(line, widths, right))


def _line(line: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    placed = (text.rjust(w) if r else text.ljust(w) for text, w, r in zip(line, widths, right, strict=True))
    return "  ".join(placed).rstrip()


def cell(name: str, value: Any) -> str:
    """A value as a person reads it: nanoseconds as dates, nothing as a dash, lists with commas."""
    match value:
        case None | "":
            text = "-"
        case bool():
            text = "yes" if value else "no"
        case int() if name.startswith("ts_") or name.endswith("_ts"):
            text = timestamp(value)
        case float():
            text = f"{value:.6g}"
        case list():
            text = ", ".join(map(str, value))
        case dict():
            text = ", ".join(f"{inner} {item}" for inner, item in value.items())
        case _:
            text = str(value)
    return text or "-"


def timestamp(nanoseconds: int) -> str:
    moment = datetime.fromtimestamp(nanoseconds // 1_000_000_000, UTC)
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def mebibytes(count: int) -> str:
    return f"{count / 1024**2:.0f} MiB"


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return value.removeprefix("-").replace(".", "", 1).isdigit()
    return value is None or isinstance(value, int | float)


def print_fields(row: Row, names: Sequence[str]) -> None:
    """One record, a field a line."""
    width = max(len(name) for name in names)
    for name in names:
        if name in row:
            click.echo(f"{name.ljust(width)}  {cell(name, row[name])}")
