"""Handing a batch to the handler, and finding the message that it cannot take."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nautilus.kernel.bus.backoff import delays
from nautilus.kernel.bus.codec import Undecodable, encode
from nautilus.kernel.bus.dead_letters import DeadLetter, DeadLetters
from nautilus.kernel.bus.errors import BusUnavailableError
from nautilus.kernel.bus.metrics import BusMetrics
from nautilus.kernel.clock import Clock
from nautilus.kernel.errors import LeaseLostError, UnavailableError
from nautilus.kernel.messages import Envelope, Message

type Handler = Callable[[list[Envelope[Message]]], Awaitable[None]]
"""Called with messages in order. When it returns they are acknowledged; when it raises it is called again."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RetryPolicy:
    attempts: int = 3
    """How often a message is tried alone before it is parked."""
    first_delay_s: float = 0.05
    transient: tuple[type[Exception], ...] = (UnavailableError,)
    """Not the message's fault (no database, no bus): the batch waits, as long as it takes."""
    fatal: tuple[type[Exception], ...] = (LeaseLostError,)
    """Not the message's fault, and not to be waited out: raised, which ends the process."""


async def failure_of(handling: Awaitable[None]) -> Exception | None:
    """What the handler raised, or None. Here a failure is data: whatever it is, it goes into a dead letter."""
    try:
        await handling
    except Exception as error:  # noqa: BLE001 - returned, see above
        return error
    return None


class Delivery:
    """Delivers batches at least once: to the handler, or to the dead letters. Returns only when one of them has it."""

    def __init__(
        self,
        handler: Handler,
        dead_letters: DeadLetters,
        metrics: BusMetrics,
        clock: Clock,
        policy: RetryPolicy = RetryPolicy(),
    ) -> None:
        self._handler = handler
        self._dead_letters = dead_letters
        self._metrics = metrics
        self._clock = clock
        self._policy = policy

    async def deliver(self, lane: str, envelopes: list[Envelope[Message]]) -> None:
        with self._metrics.handler_seconds.labels(lane).time():
            error = await self._attempt(envelopes)
        if error is None:
            return
        _log.warning("a batch of %d messages failed, trying one by one: %r", len(envelopes), error)
        for envelope in envelopes:
            await self._deliver_alone(envelope)

    async def deliver_suspect(self, lane: str, envelope: Envelope[Message], deaths: int) -> None:
        """A message that was in hand, alone, when the process died `deaths` times: park it when it was tried enough."""
        if deaths < self._policy.attempts:
            await self.deliver(lane, [envelope])
        else:
            await self._park_message(envelope, f"its handler ended the process {deaths} times", deaths)

    async def park_undecodable(self, entries: Sequence[Undecodable]) -> None:
        for entry in entries:
            message_id, _, key = entry.field.decode(errors="replace").partition(" ")
            await self._park(
                DeadLetter(
                    topic=entry.topic.name,
                    entry_id=entry.entry_id,
                    message_id=message_id or entry.entry_id,
                    key=key,
                    error=entry.error,
                    attempts=0,
                    ts_init=self._clock.now_ns(),
                    payload=entry.value,
                )
            )

    async def _deliver_alone(self, envelope: Envelope[Message]) -> None:
        error: Exception | None = None
        for _, delay_s in zip(range(self._policy.attempts), delays(self._policy.first_delay_s), strict=False):
            error = await self._attempt([envelope])
            if error is None:
                return
            await asyncio.sleep(delay_s)
        await self._park_message(envelope, f"{type(error).__name__}: {error}", self._policy.attempts)

    async def _park_message(self, envelope: Envelope[Message], error: str, attempts: int) -> None:
        await self._park(
            DeadLetter(
                topic=envelope.topic.name,
                entry_id=envelope.entry_id,
                message_id=envelope.message_id,
                key=envelope.key,
                error=error,
                attempts=attempts,
                ts_init=self._clock.now_ns(),
                payload=encode(envelope.message),
            )
        )

    async def _attempt(self, envelopes: list[Envelope[Message]]) -> Exception | None:
        """None when the handler took them, else what it raised. Waits out what is nobody's fault."""
        for delay_s in delays(self._policy.first_delay_s):
            error = await failure_of(self._handler(envelopes))
            if isinstance(error, self._policy.fatal):
                raise error
            if not isinstance(error, self._policy.transient):
                return error
            _log.warning("%d messages wait in front of their handler: %r", len(envelopes), error)
            await asyncio.sleep(delay_s)
        raise AssertionError("delays() has no end")

    async def _park(self, letter: DeadLetter) -> None:
        for delay_s in delays():
            try:
                await self._dead_letters.park(letter)
            except BusUnavailableError as error:
                _log.warning("a dead letter waits for the logic bus: %s", error)
                await asyncio.sleep(delay_s)
            else:
                break
        self._metrics.dead.labels(letter.topic).inc()
        _log.error("message %s of %s is parked: %s", letter.message_id, letter.topic, letter.error)
