"""Which partitions of an engine this process owns: each has one owner, so that one process at a time reads a stream.

A lease is an advisory lock of PostgreSQL, held by a session of its own: when its owner is killed the server frees it at
once, when the owner's machine vanishes after about 25 s. Noticing that is a matter of luck for a stalled owner, so each
owner also takes a number in `journal.head`: a transaction of one whose number was overtaken is refused.

Partitions are shared like this. Every process of the engine takes free ones, lowest first, up to its fair share
(partitions divided by processes, rounded up), and gives back the highest when the share shrinks. Who owns partition 0
also does what is done once an engine: the relay and `Service.run`. Who owns none stands by. PgBouncer in front of
the database must pool by session.
"""

import asyncio
import logging
import zlib
from collections.abc import Awaitable, Callable

import psycopg

from nautilus.kernel.bus.backoff import delays
from nautilus.kernel.database import Connection, Database
from nautilus.kernel.engine import Check
from nautilus.kernel.errors import UnavailableError
from nautilus.kernel.journal import PostgresJournal

ROUND_SECONDS = 0.5
"""How often a process looks for free partitions."""
_MEMBERS = -1
"""In place of a partition: what every process of the engine locks together with the others, to be counted."""
_TAKE = "SELECT pg_try_advisory_lock(%s, %s)"
_GIVE_BACK = "SELECT pg_advisory_unlock(%s, %s)"
_JOIN = "SELECT pg_try_advisory_lock_shared(%s, %s)"
_COUNT = """
    SELECT count(*) FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND classid = %s::int4::oid AND objid = %s::int4::oid AND objsubid = 2
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
_SESSION = """
    SELECT set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
        set_config('tcp_keepalives_count', '3', false), set_config('idle_session_timeout', '0', false)"""

type Change = Callable[[int], Awaitable[None]]


class Leases:
    """The leases of one process on the partitions of `journal`'s engine."""

    def __init__(self, database: Database, journal: PostgresJournal, partitions: int) -> None:
        self.partitions = partitions
        self.owned: set[int] = set()
        self.held = asyncio.Event()
        """Cleared while the session is lost: nothing may be handled then."""
        self._database = database
        self._journal = journal
        self._class = zlib.crc32(f"nautilus.{journal.engine}".encode()) - 2**31
        self._session: Connection | None = None
        self._log = logging.getLogger(__name__)

    @property
    def standing_by(self) -> str:
        """For people: why a process that owns nothing does nothing."""
        if self.partitions == 1:
            return "standing by: another process owns partition 0"
        return f"standing by: other processes own all {self.partitions} partitions"

    def check(self) -> Check:
        """A line of /health/ready."""
        names = ", ".join(map(str, sorted(self.owned)))
        if self.held.is_set():
            return Check("lease", ok=True, detail=f"owns partition {names}")
        return Check(
            "lease", ok=False, detail=f"the session that holds partition {names} is lost; waits for the database"
        )

    async def take(self) -> list[int]:
        """Take what is free, up to the fair share; the partitions that are new. May be repeated after any failure."""
        try:
            session = self._session
            if session is None or (session.closed and not self.owned):
                session = await self._connect()
            share = await self._fair_share(session)
            taken = []
            for partition in range(self.partitions):
                if len(self.owned) < share and partition not in self.owned and await self._lock(session, partition):
                    await self._journal.own(session, partition)
                    self.owned.add(partition)
                    taken.append(partition)
        except psycopg.OperationalError as error:
            raise UnavailableError(f"the session that holds its leases is lost ({error})") from error
        except BaseException:
            if self._session is not None:
                await self._session.close()  # a lock without its number must not stay
            raise
        self.held.set()
        return taken

    async def keep(self, take_up: Change, lay_down: Change) -> None:
        """Until cancelled: share with those who come and go. Raises LeaseLostError when another process took over."""
        while True:
            try:
                await self._watch()
                if self.partitions > 1:
                    await self._balance(take_up, lay_down)
            except UnavailableError as error:
                self.held.clear()
                self._log.warning("%s handles nothing for now: %s", self._journal.engine, error)
                await self._regain()
                self.held.set()
                self._log.warning("%s holds its leases again", self._journal.engine)

    async def close(self) -> None:
        """Give everything back."""
        self.held.clear()
        self.owned.clear()
        if self._session is not None:
            await self._session.close()

    async def _balance(self, take_up: Change, lay_down: Change) -> None:
        for partition in await self.take():
            await take_up(partition)
        session = self._session
        assert session is not None
        try:
            share = await self._fair_share(session)
            for partition in sorted(self.owned)[share:]:
                await lay_down(partition)
                self.owned.remove(partition)
                self._journal.disown(partition)
                await session.execute(_GIVE_BACK, [self._class, partition])
        except psycopg.OperationalError as error:
            raise UnavailableError(str(error)) from error

    async def _regain(self) -> None:
        """Lock again what this process owned. Its number tells whether another one has owned it in between."""
        for delay_s in delays():
            try:
                session = await self._connect()
                locked = [await self._lock(session, partition) for partition in self.owned]
                await self._journal.check_owner()
            except (psycopg.OperationalError, UnavailableError) as error:
                self._log.warning("%s cannot hold its leases yet: %s", self._journal.engine, error)
            else:
                if all(locked):  # else our own session of before still has some: the server has not missed it yet
                    return
            await asyncio.sleep(delay_s)

    async def _connect(self) -> Connection:
        if self._session is not None:
            await self._session.close()
        self._session = await self._database.session("leases")
        await self._session.execute(_SESSION)
        await self._session.execute(_JOIN, [self._class, _MEMBERS])
        return self._session

    async def _lock(self, session: Connection, partition: int) -> bool:
        row = await (await session.execute(_TAKE, [self._class, partition])).fetchone()
        return bool(row and row[0])

    async def _fair_share(self, session: Connection) -> int:
        if self.partitions == 1:
            return 1
        row = await (await session.execute(_COUNT, [self._class, _MEMBERS])).fetchone()
        return -(-self.partitions // max(int(row[0]) if row else 1, 1))

    async def _watch(self) -> None:
        """Until the next round, or, where there is nothing to share, until the session is lost."""
        assert self._session is not None
        try:
            async for _ in self._session.notifies(timeout=ROUND_SECONDS if self.partitions > 1 else None):
                continue
        except psycopg.OperationalError as error:
            raise UnavailableError(f"the session that holds its leases is lost ({error})") from error
