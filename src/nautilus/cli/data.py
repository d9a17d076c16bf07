"""The store: what it holds, what was known when, and where each value comes from."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from nautilus import data as store
from nautilus.cli.client import gateway
from nautilus.cli.output import as_json, mebibytes, print_fields, print_json, print_table
from nautilus.cli.schedules import chains, policies, schedule
from nautilus.domain.time import NS_PER_DAY

_JOBS = "/api/marketdata/jobs"
_MOST_ROWS = 50
"""Shown in a table; --json has all."""
_as_of = click.option(
    "--as-of", required=True, metavar="TIME", help="A day (its end in UTC), a time with a zone, or latest."
)
_as_of_latest = click.option("--as-of", default="latest", show_default=True, metavar="TIME", help="As of when.")
_basis = click.option(
    "--basis",
    type=click.Choice(["recorded", "assumed"]),
    default="recorded",
    show_default=True,
    help="assumed: also what a named rule dates.",
)
_start = click.option("--start", metavar="TIME", help="First time that values are about.")
_end = click.option("--end", metavar="TIME", help="Last time that values are about; a day is included.")
_to = click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="Write .parquet, .arrow or .csv.")


def _reads(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that reads values."""
    for option in (as_json, _to, _end, _start, _basis):
        command = option(command)
    return command


@click.group()
def data() -> None:
    """Read the store as it was known at a time.

    \b
    Example: nautilus data summary
             nautilus data series fred:GDP --as-of 2014-05-01
             nautilus data facts GOOGL --concept Assets --as-of latest
             nautilus data lineage raw:2:1
    """


@data.command()
@as_json
def summary(as_json: bool) -> None:
    """Records by source: every version of a bar, trade, observation, fact counts as one.

    \b
    Example: nautilus data summary --json
    """
    from nautilus.history.catalogue import summary as read_summary

    sources = store.read(read_summary)
    if as_json:
        print_json({"sources": sources, "records": sum(line["records"] for line in sources)})
        return
    lines = [line | {"size": mebibytes(line.get("bytes", 0))} for line in sources]
    print_table(
        lines,
        ["source", "records", "kinds", "first_year", "last_year", "payloads", "size", "quarantined"],
        "Nothing is stored. Load files: nautilus ingest --folder FOLDER",
    )
    click.echo(f"{sum(line['records'] for line in sources):,} records")


@data.command()
@as_json
def quality(as_json: bool) -> None:
    """Rows that were set aside, what the checks found, what was repaired, and grades from A to F with reasons.

    \b
    Example: nautilus data quality
    """
    from nautilus.history.catalogue import quality as read_quality

    found = store.read(read_quality)
    if as_json:
        print_json(found)
        return
    print_table(found["quarantined"], ["source", "kind", "reason", "rows"], "No row was set aside.")
    for name, columns, empty in (
        ("findings", ["dataset", "check", "findings", "subjects"], "Nothing was found."),
        ("repairs", ["dataset", "rule", "versions", "subjects"], "Nothing was repaired."),
        ("letters", ["dataset", "A", "B", "C", "D", "E", "F"], "Nothing was graded yet: it is after the last job."),
    ):
        click.echo()
        print_table(found[name], columns, empty)
    if found["grades"]:
        click.echo()
        print_table(found["grades"][:_MOST_ROWS], ["dataset", "subject", "grade", "share", "rows", "reasons"], "")
        click.echo(f"grade: {found['grades'][0]['rule']}")


@data.command()
@click.argument("symbols", nargs=-1, required=True)
@_as_of_latest
@as_json
def gaps(symbols: Sequence[str], as_of: str, as_json: bool) -> None:
    """Sessions of New York without a daily bar, between the first and the last bar of each source.

    \b
    Example: nautilus data gaps AAPL IBM
    """
    from nautilus.history.asof import parse_as_of
    from nautilus.history.catalogue import gaps as read_gaps
    from nautilus.sources.calendars import sessions

    when = parse_as_of(as_of)
    found = store.read(lambda database: read_gaps(database, symbols, when, sessions().tolist()))
    lines = [
        dict(line)
        | {"first": _day(line["first"]), "last": _day(line["last"]), "missing": [_day(day) for day in line["missing"]]}
        for line in found
    ]
    if as_json:
        print_json(lines)
        return
    for line in lines:
        line["days"] = ", ".join(line["missing"][:5]) + (", …" if len(line["missing"]) > 5 else "")
        line["missing"] = len(line["missing"])
    print_table(lines, ["symbol", "source", "first", "last", "sessions", "missing", "days"], "No daily bars.")


@data.command()
@click.argument("id")
@as_json
def lineage(id: str, as_json: bool) -> None:  # noqa: A002 - what users call it
    """Where a value comes from: rule, parser revision, raw bytes, request, terms of the source.

    ID is raw:<raw_id>:<origin_id> as reads print it, bar:<instrument>:<step seconds>:<source>:<day>, or
    series:<source>:<series>:<day>, which show every version; cell:<symbol>:<step seconds>:<day> shows what each source
    has for a bar, and which of them is read.

    \b
    Example: nautilus data lineage raw:2:1
             nautilus data lineage cell:AAPL:86400:2015-06-05
             nautilus data lineage bar:AAPL.US:86400:lean:2014-06-06
             nautilus data lineage series:fred:GDP:2014-01-01
    """
    import msgspec

    found: list[dict[str, Any]] = msgspec.to_builtins(store.lineage(id))
    if as_json:
        print_json(found)
        return
    for number, line in enumerate(found):
        if number:
            click.echo()
        print_fields(line, [name for name in line if line[name] is not None])


@data.command()
@click.argument("sources", nargs=-1)
@as_json
def reparse(sources: Sequence[str], as_json: bool) -> None:
    """Read the raw archive anew with today's parsers: no network, original times. Without SOURCES: all of them.

    \b
    Example: nautilus data reparse pystock
    """
    from nautilus.cli.ingest import carried_out

    carried_out({"kind": "reparse", "sources": list(sources)}, as_json)


@data.command()
@click.argument("symbols", nargs=-1)
@click.option("--source", "sources", multiple=True, help="Only this source; may be given again.")
@click.option("--folder", type=click.Path(path_type=Path), help="Folder of files; else the one that was read last.")
@as_json
def backfill(symbols: Sequence[str], sources: Sequence[str], folder: Path | None, as_json: bool) -> None:
    """Fetch what daily bars lack between the first and the last: as `nautilus data gaps` shows it.

    Sources that can be asked by range are asked for the gaps alone; of files those are read anew that have the bars
    beside. Without SYMBOLS: all in which the checks found gaps.

    \b
    Example: nautilus data backfill AAPL IBM
    """
    from nautilus.cli.ingest import carried_out

    body: dict[str, Any] = {"kind": "backfill", "sources": list(sources), "symbols": list(symbols)}
    carried_out(body | ({"folder": str(folder.resolve())} if folder else {}), as_json)


@data.command()
@click.argument("job", type=int, required=False)
@as_json
def jobs(job: int | None, as_json: bool) -> None:
    """Ingestion jobs, newest first; or what JOB did, part by part.

    \b
    Example: nautilus data jobs
    """
    from nautilus.cli.ingest import print_sheet

    if job is not None:
        print_sheet(gateway().get(f"{_JOBS}/{job}"), as_json)
        return
    found = gateway().pages(_JOBS)
    if as_json:
        print_json(found)
    else:
        columns = ["job", "kind", "state", "sources", "parts_done", "parts", "rows", "seconds", "problem"]
        print_table(found, columns, "No job was asked for yet. Ask: nautilus ingest --folder FOLDER")


@data.command()
@click.argument("id")
@_as_of
@_reads
def series(id: str, as_of: str, to: Path | None, as_json: bool, **given: Any) -> None:  # noqa: A002
    """An economic series: of each period the last value known by then.

    \b
    Example: nautilus data series fred:GDP --as-of 2014-05-01
             nautilus data series fred:GDP --as-of latest --start 2010-01-01 --json
    """
    _show(store.series(id, as_of=as_of, **given), as_json, to)


@data.command()
@click.argument("id")
@_as_of_latest
@_reads
def vintages(id: str, as_of: str, to: Path | None, as_json: bool, **given: Any) -> None:  # noqa: A002
    """Every version of every period of a series, by period and by when it became known.

    \b
    Example: nautilus data vintages fred:GDP --start 2014-01-01 --end 2014-01-01
    """
    _show(store.vintages(id, as_of=as_of, **given), as_json, to)


@data.command()
@click.argument("entity")
@click.option("--concept", required=True, help="As Assets or us-gaap:Assets.")
@click.option("--all-versions", is_flag=True, help="Every version, not only the last one known.")
@_as_of
@_reads
def facts(entity: str, *, concept: str, all_versions: bool, to: Path | None, as_json: bool, **given: Any) -> None:
    """Figures that a company filed; ENTITY is a symbol or a CIK.

    \b
    Example: nautilus data facts GOOGL --concept Assets --as-of 2018-06-01
             nautilus data facts cik:0001045810 --concept us-gaap:Revenues --as-of latest --all-versions
    """
    _show(store.facts(entity, concept=concept, every_version=all_versions, **given), as_json, to)


@data.command()
@click.argument("symbols", nargs=-1, required=True)
@_as_of
@click.option("--adjust", type=click.Choice(["none", "split", "total"]), default="none", show_default=True)
@click.option("--step", default="1d", show_default=True, help="As 1m, 1h, 1d.")
@click.option("--source", help="One source; otherwise the most trusted that has a bar: see nautilus data chains.")
@click.option("--repairs/--no-repairs", default=True, show_default=True, help="Bars as we repaired them, or as told.")
@_reads
def bars(symbols: Sequence[str], as_of: str, to: Path | None, as_json: bool, **given: Any) -> None:
    """Bars, across renames, adjusted only with the splits and dividends known by then.

    \b
    Example: nautilus data bars AAPL --as-of 2014-06-30 --adjust split --basis assumed --start 2014-06-01
             nautilus data bars META --as-of latest --basis assumed --to meta.parquet
    """
    _show(store.bars(list(symbols), as_of=as_of, **given), as_json, to)


@data.command()
@click.argument("entity")
@click.option("--kind", default="", help="SPLIT, DIVIDEND, RENAME, DELISTING, RELEASE, …")
@_as_of
@_reads
def events(entity: str, kind: str, as_of: str, to: Path | None, as_json: bool, **given: Any) -> None:
    """Corporate actions, releases and other events that were known.

    \b
    Example: nautilus data events AAPL --kind SPLIT --as-of latest --basis assumed
    """
    _show(store.events(entity, kind=kind, as_of=as_of, **given), as_json, to)


data.add_command(schedule)
data.add_command(chains)
data.add_command(policies)


def _show(frame: store.Frame, as_json: bool, to: Path | None) -> None:
    """Rows as JSON or as a table, or into a file; what a reader should know of them on stderr."""
    for remark in frame.remarks:
        click.echo(f"note: {remark}".replace('basis="assumed"', "--basis assumed"), err=True)
    if to is not None:
        click.echo(f"{len(frame):,} rows in {store.write(frame, to)}")
        return
    rows = [
        _plain(row)
        for row in (frame.arrow if as_json else frame.arrow.slice(max(len(frame) - _MOST_ROWS, 0))).to_pylist()
    ]
    if as_json:
        print_json(rows)
        return
    hidden = {"raw_id", "origin_id", "rule", "adjusted_close"}
    print_table(rows, [name for name in (rows[0] if rows else ()) if name not in hidden], "No rows.")
    if len(frame) > len(rows):
        click.echo(f"the last {len(rows)} of {len(frame):,} rows; --json has all")
    click.echo(f"as of {frame.about['as_of']}, basis {frame.basis}")


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON has it: times as text (a day alone where it is midnight), and the id that `lineage` takes."""
    made = {name: _text(value) for name, value in row.items() if name not in {"raw_id", "origin_id"}}
    return made | {"id": f"raw:{row['raw_id']}:{row['origin_id']}"}


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        utc = value.astimezone(UTC)
        is_day = (utc.hour, utc.minute, utc.second, utc.microsecond) == (0, 0, 0, 0)
        return utc.date().isoformat() if is_day else utc.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _day(ns: int) -> str:
    return date.fromordinal(date(1970, 1, 1).toordinal() + ns // NS_PER_DAY).isoformat()
