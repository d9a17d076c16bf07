"""What the engines that settle a run (portfolio, risk, collateral, analytics) share: saying how far they are."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Annotated

import msgspec

from nautilus.engines.marketdata.messages import WATERMARKS, Watermark
from nautilus.kernel.app.routes import PageQuery
from nautilus.kernel.database import Connection
from nautilus.kernel.engine import Context, Service
from nautilus.kernel.pulse import Pulse

WATERMARK_SECONDS = 0.5


class RunQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Without `run` the latest is meant."""

    run: int | None = None


class RunPageQuery(PageQuery, frozen=True, kw_only=True):
    """Without `run` the latest is meant."""

    run: int | None = None


class MarkPageQuery(RunPageQuery, frozen=True, kw_only=True):
    """Marks of a run, by sequence."""

    newest: Annotated[bool, msgspec.Meta(description="Begin with the last mark")] = False


def by_sequence(*, newest: bool) -> str:
    """The end of a query for the marks of a run beyond a sequence (None: from the first), with three parameters."""
    compare, order = ("<", "DESC") if newest else (">", "ASC")
    return f" AND (%s::bigint IS NULL OR sequence {compare} %s) ORDER BY sequence {order} LIMIT %s"


@dataclass(frozen=True)
class Settled:
    """How far the latest run is settled in the store; `final` once everything that it caused is."""

    run: int
    sequence: int
    ts_event: int
    final: bool


class SettlingService(Service):
    """Sends the watermark of what is committed every half second, and soon after `settle` was called.

    It is read from the store each time, since what a handler left in memory may still be rolled back.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._settling = Pulse(WATERMARK_SECONDS)

    @abstractmethod
    async def settled(self, connection: Connection) -> Settled | None:
        """The committed state of the latest run; None before the first."""

    def settle(self) -> None:
        """Something final has happened: do not wait for the next half second."""
        self._settling.wake()

    async def run(self) -> None:
        await self._settling.drive(self.announce, self.context.log)

    async def announce(self) -> None:
        async with self.context.database.connection() as connection:
            found = await self.settled(connection)
        if found is None:
            return
        watermark = Watermark(
            ts_event=found.ts_event,
            ts_init=self.context.clock.now_ns(),
            run=found.run,
            consumer=self.context.engine.name,
            sequence=found.sequence,
            final=found.final,
        )
        await self.context.publisher.publish(WATERMARKS, watermark.consumer, watermark)
