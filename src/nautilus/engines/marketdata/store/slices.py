"""What checks read: which datasets moved, and slices of them with what else is known of their subjects."""
# ruff: noqa: S608 - the text of a statement is all ours, its values are parameters

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from nautilus.history.origins import REPAIR
from nautilus.kernel.database import Database
from nautilus.sources.calendars import US_VENUES
from nautilus.sources.inspection import NO_SPLITS, Beside

_DAILY = 86_400
_SEPARATOR = "\x1f"
_MOVED = """
    SELECT dataset, mark.row_count,
        CASE WHEN (inspection.row_count, revision) = (mark.row_count, %s) THEN done_up_to ELSE '' END
    FROM (
        SELECT dataset, sum(row_count)::bigint AS row_count FROM marketdata.watermark
        WHERE split_part(dataset, '/', 1) IN ('bar', 'observation', 'quote', 'trade') GROUP BY dataset
    ) AS mark LEFT JOIN marketdata.inspection USING (dataset)
    WHERE (inspection.row_count, revision, is_whole) IS DISTINCT FROM (mark.row_count, %s, true)
    ORDER BY dataset
"""
_BAR_SUBJECTS = """
    SELECT instrument_id, count(*) FROM marketdata.bar
    WHERE source = %s AND price_type = %s AND step_seconds = %s AND instrument_id > %s
    GROUP BY instrument_id ORDER BY instrument_id
"""
_SERIES_SUBJECTS = """
    SELECT series_id, count(*) FROM marketdata.observation JOIN marketdata.series USING (source, series_id)
    WHERE source = %s AND series_id > %s GROUP BY series_id ORDER BY series_id
"""
"""Those that are catalogued: open interest of thousands of options has five values each."""
_BARS = """
    SELECT instrument_id AS series, valid, known, open, high, low, close, volume, adjusted_close, adjusted,
        origin_id, raw_id
    FROM marketdata.every_bar
    WHERE instrument_id = ANY (string_to_array($1::text, chr(31))) AND source = $2::text AND price_type = $3::text
        AND step_seconds = $4::integer
"""
_OBSERVATIONS = """
    SELECT series_id AS series, valid, known, value, origin_id, raw_id FROM marketdata.observation
    WHERE series_id = ANY (string_to_array($1::text, chr(31))) AND source = $2::text
"""
_TICK_SUBJECTS = """
    SELECT instrument_id, count(*) FROM marketdata.{table}
    WHERE source = %s AND instrument_id > %s GROUP BY instrument_id ORDER BY instrument_id
"""
_TICKS = """
    SELECT instrument_id AS series, ts_event, {columns}, origin_id, raw_id FROM marketdata.{table}
    WHERE instrument_id = ANY (string_to_array($1::text, chr(31))) AND source = $2::text
    ORDER BY instrument_id, ordinal
"""
_PRICES = {"trade": "price", "quote": "bid, ask"}
_LISTED = """
    WITH held AS (
        SELECT DISTINCT ON (entity_id, instrument_id, first_day, source) entity_id, instrument_id, first_day, last_day
        FROM marketdata.listing ORDER BY entity_id, instrument_id, first_day, source, known DESC
    )
"""
"""What is known of listings now."""
_SPLITS = (
    _LISTED
    + """
    , split AS (
        SELECT DISTINCT ON (entity_id, valid, source) entity_id, valid, (attributes->>'ratio')::float8 AS ratio,
            coalesce((attributes->>'cancelled')::boolean, false) AS is_cancelled
        FROM marketdata.event WHERE kind = 'SPLIT' ORDER BY entity_id, valid, source, known DESC
    ), told AS (
        SELECT instrument_id AS series, split.* FROM held JOIN split USING (entity_id)
        WHERE valid BETWEEN first_day AND last_day
        UNION ALL SELECT entity_id, split.* FROM split
    )
    SELECT DISTINCT series, valid, ratio FROM told
    WHERE series = ANY (%s) AND NOT is_cancelled AND ratio > 0 ORDER BY series, valid, ratio
"""
)
_PAIRS = (
    _LISTED
    + """
    SELECT DISTINCT mine.instrument_id, other.instrument_id, greatest(mine.first_day, other.first_day),
        least(mine.last_day, other.last_day)
    FROM held AS mine JOIN held AS other USING (entity_id)
    WHERE mine.instrument_id = ANY (%s) AND mine.instrument_id <> other.instrument_id
        AND greatest(mine.first_day, other.first_day) <= least(mine.last_day, other.last_day)
"""
)
_OTHERS = """
    SELECT DISTINCT ON (instrument_id, source, valid) instrument_id, source, valid, close
    FROM marketdata.every_bar JOIN marketdata.origin USING (origin_id)
    WHERE instrument_id = ANY (string_to_array($1::text, chr(31))) AND step_seconds = 86400 AND price_type = 'LAST'
        AND source = ANY (string_to_array($2::text, chr(31))) AND NOT adjusted AND rule NOT LIKE 'repair: %'
    ORDER BY instrument_id, source, valid, known DESC
"""
_CURRENCIES = (
    _LISTED
    + """
    , told AS (
        SELECT instrument_id AS name, 'instrument' AS by, currency FROM marketdata.instrument
        UNION ALL SELECT entity_id, kind || ' of ' || source, attributes->>'currency' FROM marketdata.event
            WHERE kind = 'DIVIDEND'
        UNION ALL SELECT entity_id, 'attribute of ' || source, value FROM marketdata.attribute WHERE name = 'currency'
    )
    SELECT DISTINCT instrument_id, by, currency FROM held JOIN told ON name = entity_id
    WHERE instrument_id = ANY (%(ids)s) AND currency IS NOT NULL
    UNION SELECT name, by, currency FROM told WHERE name = ANY (%(ids)s) AND currency IS NOT NULL ORDER BY 1, 2, 3
"""
)


@dataclass(frozen=True)
class Moved:
    """A dataset that was not inspected as it is: with so many rows now, and done up to a subject of it."""

    dataset: str
    row_count: int
    done_up_to: str

    @property
    def source(self) -> str:
        return self.dataset.split("/")[1]

    @property
    def kind(self) -> str:
        """bar, observation, quote or trade."""
        return self.dataset.split("/")[0]

    @property
    def is_bars(self) -> bool:
        return self.kind == "bar"

    @property
    def is_ticks(self) -> bool:
        return self.kind in _PRICES

    @property
    def price_type(self) -> str:
        return self.dataset.split("/")[2]

    @property
    def step_seconds(self) -> int:
        return int(self.dataset.split("/")[3])


async def moved_datasets(database: Database, revision: int) -> list[Moved]:
    """Those that rows came to since they were inspected, or that other checks inspected, by name."""
    return [Moved(*row) for row in await database.fetch(_MOVED, (revision, revision))]


async def subjects_of(database: Database, moved: Moved) -> list[tuple[str, int]]:
    """Subjects behind the one that it is done up to, by name, with their rows."""
    if moved.is_bars:
        given = (moved.source, moved.price_type, moved.step_seconds, moved.done_up_to)
        rows = await database.fetch(_BAR_SUBJECTS, given)
    elif moved.is_ticks:
        rows = await database.fetch(_TICK_SUBJECTS.format(table=moved.kind), (moved.source, moved.done_up_to))
    else:
        rows = await database.fetch(_SERIES_SUBJECTS, (moved.source, moved.done_up_to))
    return [(subject, count) for subject, count in rows]


async def ticks_of(database: Database, moved: Moved, subjects: Sequence[str]) -> pl.DataFrame:
    """Ticks of these subjects in stored order, `valid` to the microsecond."""
    query = _TICKS.format(table=moved.kind, columns=_PRICES[moved.kind])
    frame = pl.from_arrow(await database.arrow(query, (_SEPARATOR.join(subjects), moved.source)))
    assert isinstance(frame, pl.DataFrame)
    valid = (pl.col("ts_event") // 1_000).cast(pl.Datetime("us", "UTC"))
    return frame.with_columns(pl.col("series").cast(pl.String), valid=valid).drop("ts_event")


async def versions_of(database: Database, moved: Moved, subjects: Sequence[str]) -> pl.DataFrame:
    """Every version of these subjects, repairs included: `is_repair` says which."""
    names = _SEPARATOR.join(subjects)
    if moved.is_bars:
        table = await database.arrow(_BARS, (names, moved.source, moved.price_type, moved.step_seconds))
    else:
        table = await database.arrow(_OBSERVATIONS, (names, moved.source))
    repairs = await database.fetch("SELECT origin_id FROM marketdata.origin WHERE rule LIKE %s", (f"{REPAIR}%",))
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    instants = [pl.col(name).cast(pl.Datetime("us", "UTC")) for name in ("valid", "known")]
    is_repair = pl.col("origin_id").is_in([row[0] for row in repairs])
    return frame.with_columns(*instants, pl.col("series").cast(pl.String), is_repair=is_repair)


async def beside(database: Database, moved: Moved, subjects: Sequence[str]) -> Beside:
    """Splits of the subjects, closes that other sources have of them, and currencies."""
    splits = await database.fetch(_SPLITS, (list(subjects),))
    told = await database.fetch(_CURRENCIES, {"ids": list(subjects)})
    currencies: dict[str, dict[str, str]] = {}
    for name, by, currency in told:
        currencies.setdefault(name, _of_venue(name))[by] = currency
    return Beside(_each_once(splits), await _others(database, moved, subjects), currencies)


def _of_venue(instrument_id: str) -> dict[str, str]:
    symbol, _, venue = instrument_id.rpartition(".")
    if venue in US_VENUES:
        return {"venue": "USD"}
    return {"pair": symbol[3:]} if venue == "FXCM" and len(symbol) == 6 else {}


def _each_once(rows: Sequence[Sequence[Any]]) -> pl.DataFrame:
    """Two sources may date one split differently: the same ratio within a week is the same split."""
    kept: list[tuple[str, Any, float]] = []
    for series, day, ratio in rows:
        if not any(one[0] == series and one[2] == ratio and abs((one[1] - day).days) <= 7 for one in kept):
            kept.append((series, day, ratio))
    return pl.DataFrame(kept, schema=NO_SPLITS.schema, orient="row")


async def _others(database: Database, moved: Moved, subjects: Sequence[str]) -> pl.DataFrame:
    nothing = pl.DataFrame(schema={"source": pl.String(), "series": pl.String(), "valid": pl.Datetime("us", "UTC")})
    nothing = nothing.with_columns(close=pl.lit(None, pl.Float64))
    if (moved.price_type, moved.step_seconds) != ("LAST", _DAILY):
        return nothing
    found = await database.fetch(
        "SELECT DISTINCT split_part(dataset, '/', 2) FROM marketdata.watermark"
        " WHERE dataset LIKE 'bar/%%/LAST/86400' AND split_part(dataset, '/', 2) <> %s",
        (moved.source,),
    )
    pairs = await database.fetch(_PAIRS, (list(subjects),))
    ids = sorted({*subjects, *(row[1] for row in pairs)})
    sources = _SEPARATOR.join(sorted(row[0] for row in found))
    closes = pl.from_arrow(await database.arrow(_OTHERS, (_SEPARATOR.join(ids), sources)))
    assert isinstance(closes, pl.DataFrame)
    if not closes.height:
        return nothing
    closes = closes.with_columns(pl.col("instrument_id", "source").cast(pl.String))
    closes = closes.with_columns(pl.col("valid").cast(pl.Datetime("us", "UTC")))
    own = closes.filter(pl.col("instrument_id").is_in(list(subjects))).rename({"instrument_id": "series"})
    schema = {"series": pl.String(), "instrument_id": pl.String(), "first": pl.Date(), "last": pl.Date()}
    listed = pl.DataFrame(pairs, schema=schema, orient="row").join(closes, on="instrument_id")
    listed = listed.filter(pl.col("valid").dt.date().is_between("first", "last"))
    columns = ["source", "series", "valid", "close"]
    return pl.concat([own.select(columns), listed.select(columns)]).unique(["source", "series", "valid"], keep="first")


async def dataset_names(database: Database) -> Mapping[int, str]:
    """By origin the publisher's dataset."""
    return dict(await database.fetch("SELECT origin_id, dataset FROM marketdata.origin"))
