"""Driving a desk's generators: at once, or awaiting an order pipeline."""

from collections.abc import Awaitable, Callable

from nautilus.trading.dealer import Dealer, Events
from nautilus.trading.desk import Ask, Request, Steps


def drive(steps: Steps, answer: Callable[[Request], Events | None]) -> None:
    """Answer every request at once."""
    try:
        request = next(steps)
        while True:
            request = steps.send(answer(request))
    except StopIteration:
        return


async def drive_awaiting(steps: Steps, answer: Callable[[Request], Awaitable[Events | None]]) -> None:
    """Await the answer to every request."""
    try:
        request = next(steps)
        while True:
            request = steps.send(await answer(request))
    except StopIteration:
        return


def directly(dealer: Dealer) -> Callable[[Request], Events | None]:
    """Answers without an order pipeline: while the journal is played back, and in tests of the pure parts."""

    def answer(request: Request) -> Events | None:
        return dealer.perform(request.command, request.cause) if isinstance(request, Ask) else None

    return answer
