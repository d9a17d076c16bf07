"""History as it was known at a time, from Python: every read says as of when.

    from nautilus import data

    data.series("fred:GDP", as_of="2014-05-01").polars()
    data.bars("AAPL", "2014-01-01", "2014-12-31", as_of="latest", adjust="split", basis="assumed").pandas()
    data.panel(["AAPL", "IBM"], "2015-04-01", "2016-04-01", as_of="2016-05-01").wide("close")

Times are days (`2014-05-01`: its end in UTC, for `as_of` and `end`), times with a zone, or nanoseconds UTC; `latest` is
spelled out. `basis="recorded"`, the default, reads what the publisher or our fetch dated; `"assumed"` also what a named
rule dates. The database is that of the home (`NAUTILUS_HOME`), whose servers `nautilus up` starts. Whatever cannot be
read raises a NautilusError that says what to do next.
"""

import asyncio
import atexit
import threading
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from nautilus.history.asof import When, parse_as_of, parse_basis, parse_bounds
from nautilus.history.frame import Frame, Panel
from nautilus.history.names import check_name
from nautilus.kernel.errors import InvalidInputError

if TYPE_CHECKING:
    from nautilus.history.lineage import Lineage, Terms
    from nautilus.history.prices import BarsAsked
    from nautilus.kernel.database import Database

__all__ = ["Frame", "Panel", "bars", "close", "documents", "events", "facts", "lineage", "panel", "quotes"]
__all__ += ["read", "segments_folder", "series", "terms", "trades", "vintages", "write"]

type BasisWord = Literal["recorded", "assumed"]
_STEPS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_BEGIN_NS, _END_NS = -(2**63) + 1, 2**63 - 1


def bars(
    symbols: str | Sequence[str],
    start: When | None = None,
    end: When | None = None,
    *,
    as_of: When,
    adjust: Literal["none", "split", "total"] = "none",
    step: str = "1d",
    source: str | None = None,
    price_type: Literal["LAST", "BID", "ASK"] = "LAST",
    basis: BasisWord = "recorded",
    repairs: bool = True,
) -> Frame:
    """Bars by symbol and time. `valid` is the close of a bar; prices are in the instrument's currency.

    A symbol is that of who bore it at `end`, under all names it ever had (`META` reads FB too); an instrument id
    (`FB.US`) reads that instrument. Without a `source` each bar is of the most trusted source that has it, which its
    row names. `adjust` scales by the splits, or splits and dividends, that were known as of the time: `factor`.
    What the checks found wrong and we repaired, by a rule that the row names, is on the basis `assumed`; without
    `repairs` it is as the source told it.
    """
    from nautilus.history.prices import read_bars

    asked = _asked(start, end, as_of=as_of, basis=basis, adjust=adjust, step=step, source=source, price_type=price_type)
    asked = replace(asked, repairs=repairs)
    return read(lambda database: read_bars(database, _names(symbols), asked))


def panel(
    symbols: Sequence[str],
    start: When | None = None,
    end: When | None = None,
    *,
    as_of: When,
    fields: Sequence[str] = ("open", "high", "low", "close", "volume"),
    adjust: Literal["none", "split", "total"] = "none",
    step: str = "1d",
    source: str | None = None,
    basis: BasisWord = "recorded",
    repairs: bool = True,
) -> Panel:
    """Bars of many symbols on one grid: `.wide("close")` has shape (times, symbols), `.frame` is the long form."""
    from nautilus.history.prices import read_panel

    asked = _asked(start, end, as_of=as_of, basis=basis, adjust=adjust, step=step, source=source)
    asked = replace(asked, repairs=repairs)
    folder = segments_folder()
    return read(lambda database: read_panel(database, _names(symbols), asked, tuple(fields), folder))


def series(
    id: str,  # noqa: A002 - what users call it
    *,
    as_of: When,
    start: When | None = None,
    end: When | None = None,
    basis: BasisWord = "recorded",
) -> Frame:
    """An economic series as source:series, `fred:GDP`: of each period the last value known. Units: the catalogue's."""
    return _observed(id, as_of, (start, end), basis, every_version=False)


def vintages(
    id: str,  # noqa: A002 - what users call it
    *,
    as_of: When = "latest",
    start: When | None = None,
    end: When | None = None,
    basis: BasisWord = "recorded",
) -> Frame:
    """Every version of every period that was known, by period and known time; null: the source took the value back."""
    return _observed(id, as_of, (start, end), basis, every_version=True)


def facts(
    entity: str,
    *,
    concept: str,
    as_of: When,
    start: When | None = None,
    end: When | None = None,
    every_version: bool = False,
    basis: BasisWord = "recorded",
) -> Frame:
    """What a company filed of a concept (`Assets`, `us-gaap:Assets`), in `unit`, by the end of the period.

    `entity` is a symbol or a CIK, `cik:0001045810`. Of each period the version known last, unless `every_version`.
    """
    from nautilus.history.figures import read_facts

    given = {"concept": concept, "every_version": every_version, **_span(start, end)}
    when, on = parse_as_of(as_of), parse_basis(basis)
    return read(lambda database: read_facts(database, entity, when, basis=on, **given))


def quotes(
    symbol: str,
    start: When | None = None,
    end: When | None = None,
    *,
    as_of: When,
    source: str | None = None,
    basis: BasisWord = "recorded",
) -> Frame:
    """Bids and asks in stored order; times in nanoseconds UTC. A side that is null is as it was."""
    return _ticks("quote", symbol, (start, end), as_of=as_of, source=source, basis=basis)


def trades(
    symbol: str,
    start: When | None = None,
    end: When | None = None,
    *,
    as_of: When,
    source: str | None = None,
    basis: BasisWord = "recorded",
) -> Frame:
    """Trades in stored order; times in nanoseconds UTC."""
    return _ticks("trade", symbol, (start, end), as_of=as_of, source=source, basis=basis)


def events(
    entity: str,
    *,
    as_of: When,
    kind: str = "",
    start: When | None = None,
    end: When | None = None,
    basis: BasisWord = "recorded",
) -> Frame:
    """Corporate actions (SPLIT, DIVIDEND, RENAME, …), releases (`fred:release/53`), by day; details as JSON."""
    from nautilus.history.ticks import read_events

    when, on, span = parse_as_of(as_of), parse_basis(basis), _span(start, end)
    return read(lambda database: read_events(database, check_name(entity), when, basis=on, kind=kind, **span))


def documents(
    entity: str,
    *,
    as_of: When,
    kind: str = "",
    start: When | None = None,
    end: When | None = None,
    basis: BasisWord = "recorded",
) -> Frame:
    """Filings of a company by day; `kind` is the form, as 10-K."""
    from nautilus.history.ticks import read_documents

    when, on, span = parse_as_of(as_of), parse_basis(basis), _span(start, end)
    return read(lambda database: read_documents(database, check_name(entity), when, basis=on, kind=kind, **span))


def lineage(id: str) -> "list[Lineage]":  # noqa: A002 - what users call it
    """Where a value comes from: rule, parser revision, raw bytes, request, terms; one item a version of it.

    `id` is `raw:<raw_id>` or `raw:<raw_id>:<origin_id>`, both of which stand in each row;
    `bar:<instrument>:<step seconds>:<source>:<day or time>`; or `series:<source>:<series>:<day>`.
    """
    from nautilus.history.lineage import read_lineage

    return read(lambda database: read_lineage(database, id, terms))


def write(frame: Frame, file: str | Path) -> Path:
    """Write a frame as .parquet, .arrow or .csv. Raises ConflictError where the licence of a source forbids it."""
    from nautilus.history.export import write_frame

    return write_frame(frame, Path(file), terms)


def terms(source: str) -> "Terms":
    """Title and licence of a source, and whether its data may be passed on."""
    from nautilus.sources.terms import terms_of

    return terms_of(source)


def segments_folder() -> Path:
    """Where the home keeps its segments."""
    from nautilus.kernel.config import load_config

    return load_config().home_path / "segments"


def _observed(series: str, as_of: When, bounds: tuple[object, object], basis: str, *, every_version: bool) -> Frame:
    from nautilus.history.figures import read_series

    when, on, span = parse_as_of(as_of), parse_basis(basis), _span(*bounds)
    return read(lambda database: read_series(database, series, when, basis=on, every_version=every_version, **span))


def _ticks(
    kind: str, symbol: str, bounds: tuple[object, object], *, as_of: When, source: str | None, basis: str
) -> Frame:
    from nautilus.history.ticks import read_ticks

    when, on, span = parse_as_of(as_of), parse_basis(basis), _span(*bounds)
    return read(lambda database: read_ticks(database, symbol, kind, when, basis=on, source=source or "", **span))


def _asked(
    start: object,
    end: object,
    *,
    as_of: object,
    basis: str,
    adjust: str,
    step: str,
    source: str | None,
    price_type: str = "LAST",
) -> "BarsAsked":
    from nautilus.history.adjustment import parse_adjust
    from nautilus.history.prices import BarsAsked

    if price_type not in {"LAST", "BID", "ASK"}:
        raise InvalidInputError(f"price_type {price_type!r} is not known; give LAST, BID or ASK")
    unit = _STEPS.get(str(step)[-1:], 0)
    count = str(step)[:-1]
    if not unit or not count.isdecimal() or not 0 < int(count) * unit < 2**31:
        raise InvalidInputError(f"step {step!r} is no step; give a number with s, m, h, d or w, as 1m or 1d")
    return BarsAsked(
        as_of=parse_as_of(as_of),
        basis=parse_basis(basis),
        adjust=parse_adjust(adjust),
        step_seconds=int(count) * unit,
        price_type=price_type,
        source=check_name(source) if source is not None else "",
        **_span(start, end),
    )


def _span(start: object, end: object) -> dict[str, Any]:
    first, last = parse_bounds(start, end)
    return {"start_ns": _BEGIN_NS if first is None else first, "end_ns": _END_NS if last is None else last}


def _names(symbols: str | Sequence[str]) -> list[str]:
    names = [symbols] if isinstance(symbols, str) else list(symbols)
    if not names:
        raise InvalidInputError("no symbol is given; name at least one, as AAPL")
    return list(dict.fromkeys(check_name(name) for name in names))


class _Reader:
    """The database of the home, read in a thread of its own: so reads work beside a running event loop, too."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._databases: dict[str, Database] = {}

    def run[T](self, coroutine: Coroutine[Any, Any, T]) -> T:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="nautilus-data", daemon=True).start()
                atexit.register(lambda: self.run(self.close()))
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    async def database(self, url: str) -> "Database":
        """Opened when it is first read."""
        from nautilus.kernel.database import Database

        if url not in self._databases:
            database = Database(url, name="nautilus-data")
            await database.open()
            self._databases[url] = database
        return self._databases[url]

    async def close(self) -> None:
        while self._databases:
            _, database = self._databases.popitem()
            await database.close()


_READER = _Reader()


def read[T](question: "Callable[[Database], Awaitable[T]]") -> T:
    """The answer to `question`, a coroutine function of the home's database; for readers of their own."""
    from nautilus.kernel.config import load_config, resolve_urls

    url = resolve_urls(load_config()).database_url

    async def answer() -> T:
        return await question(await _READER.database(url))

    return _READER.run(answer())


def close() -> None:
    """Close the connections. The next read opens them again."""
    _READER.run(_READER.close())
