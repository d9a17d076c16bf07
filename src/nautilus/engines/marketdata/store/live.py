"""Subscriptions, their streams and marks in their tables. What a batch moved is written in the batch's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nautilus.engines.marketdata.messages import MarkKind
from nautilus.engines.marketdata.model.live import Mark, Stream, Subscription
from nautilus.kernel.database import Connection, Database

_COLUMNS = "subscription_id, feed, records, step_seconds, spread_ticks, stale_seconds"


@dataclass(frozen=True)
class MarkRow:
    mark_id: int
    noticed_ns: int
    mark: Mark


async def active_subscriptions(database: Database) -> list[Subscription]:
    rows = await database.fetch(
        f"SELECT {_COLUMNS} FROM marketdata.subscription WHERE ended IS NULL ORDER BY subscription_id"  # noqa: S608
    )
    return [Subscription(*row) for row in rows]


async def streams_of(database: Database, subscription_id: int) -> list[Stream]:
    rows = await database.fetch(
        "SELECT instrument_id, number, sequence, first_of_last, last_ts, received_ns FROM marketdata.live_stream"
        " WHERE subscription_id = %s ORDER BY instrument_id",
        (subscription_id,),
    )
    return [Stream(*row) for row in rows]


async def insert_subscription(
    connection: Connection, wanted: Subscription, streams: Sequence[Stream]
) -> tuple[int, datetime]:
    """Its number, and when it was made."""
    found = await connection.execute(
        "INSERT INTO marketdata.subscription (feed, records, step_seconds, spread_ticks, stale_seconds)"
        " VALUES (%s, %s, %s, %s, %s) RETURNING subscription_id, created",
        (wanted.feed, wanted.records, wanted.step_seconds, wanted.spread_ticks, wanted.stale_seconds),
    )
    row = await found.fetchone()
    assert row is not None
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO marketdata.live_stream VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [
                (row[0], s.instrument_id, s.number, s.sequence, s.first_of_last, s.last_ts, s.received_ns)
                for s in streams
            ],
        )
    return row[0], row[1]


async def end_subscription(database: Database, subscription_id: int) -> None:
    await database.execute(
        "UPDATE marketdata.subscription SET ended = now() WHERE subscription_id = %s AND ended IS NULL",
        (subscription_id,),
    )


async def save_streams(connection: Connection, subscription_id: int, streams: Sequence[Stream]) -> None:
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "UPDATE marketdata.live_stream SET number = %s, sequence = %s, first_of_last = %s, last_ts = %s,"
            " received_ns = %s WHERE (subscription_id, instrument_id) = (%s, %s)",
            [
                (s.number, s.sequence, s.first_of_last, s.last_ts, s.received_ns, subscription_id, s.instrument_id)
                for s in streams
            ],
        )


async def insert_marks(connection: Connection, subscription_id: int, marks: Sequence[Mark], noticed_ns: int) -> None:
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO marketdata.live_mark (subscription_id, instrument_id, kind, noticed_ns, first, last)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [(subscription_id, m.instrument_id, str(m.kind), noticed_ns, m.first, m.last) for m in marks],
        )


async def list_marks(database: Database, subscription_id: int, before: int | None, limit: int) -> list[MarkRow]:
    """Newest first, those with a number below `before`, all for None."""
    rows = await database.fetch(
        "SELECT mark_id, noticed_ns, instrument_id, kind, first, last FROM marketdata.live_mark"
        " WHERE subscription_id = %(subscription)s AND (%(before)s::bigint IS NULL OR mark_id < %(before)s)"
        " ORDER BY mark_id DESC LIMIT %(limit)s",
        {"subscription": subscription_id, "before": before, "limit": limit},
    )
    return [MarkRow(number, at, Mark(name, MarkKind(kind), *numbers)) for number, at, name, kind, *numbers in rows]


async def unfinished_payloads(database: Database, source: str, subscription_id: int) -> list[tuple[str, str]]:
    """(part, sha256) of what was received and is in the archive, but not stored: its process was ended in between."""
    rows = await database.fetch(
        "SELECT part, sha256 FROM marketdata.raw WHERE source = %s AND part LIKE %s AND NOT is_whole ORDER BY raw_id",
        (source, f"{subscription_id}/%"),
    )
    return [(part, sha256) for part, sha256 in rows]


async def stored_records(connection: Connection, wanted: Subscription, instrument_id: str) -> tuple[int, int]:
    """How many records of an instrument are stored from the feed, and the time of the last one (0: none)."""
    if wanted.records == "trades":
        found = await connection.execute(
            "SELECT count(*), coalesce(max(ts_event), 0) FROM marketdata.trade"
            " WHERE (instrument_id, source) = (%s, %s)",
            (instrument_id, wanted.feed),
        )
    else:
        found = await connection.execute(
            "SELECT count(*), coalesce((extract(epoch FROM max(valid)) * 1000000)::bigint * 1000, 0)"
            " FROM marketdata.bar WHERE (instrument_id, source, step_seconds, price_type) = (%s, %s, %s, 'LAST')",
            (instrument_id, wanted.feed, wanted.step_seconds),
        )
    row = await found.fetchone()
    assert row is not None
    return int(row[0]), int(row[1])
