"""The desk of one account: walks the records of a run, lets broker and strategies act, and records what happens.

It awaits nothing. Whoever drives it gets requests out of its generators and sends back the events that each caused:

    Ask      a command: have the dealer perform it, directly or through the order pipeline
    Passed   a batch that no command caused (a resting order filled): tell the pipeline
    Pause    everything so far is settled: here things from outside may happen

While the journal is played back, the same walk happens with the journal's answers, and what came from outside is
repeated where it happened.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import numpy as np

from nautilus.domain.actions import CorporateAction
from nautilus.domain.market import I64
from nautilus.domain.orders import OrderStatus
from nautilus.domain.time import NS_PER_DAY, NS_PER_SECOND
from nautilus.trading.broker.book import BookColumns
from nautilus.trading.dealer import Dealer, Events
from nautilus.trading.events import (
    Adjusted,
    AnyEvent,
    Batch,
    Cause,
    Changed,
    Decided,
    Executed,
    Position,
    Signalled,
    Switched,
)
from nautilus.trading.merge import Item, Rank, Stretch
from nautilus.trading.port import Cancel, Command, Replace, Submit
from nautilus.trading.recorder import DivergenceError
from nautilus.trading.team import Member, StrategyFailedError, Team

_NEVER = 2**63 - 1
_SLICE = 16_384
"""Most records between two pauses, so that a kill does not wait for a long frame."""


@dataclass(frozen=True)
class Ask:
    command: Command
    cause: Cause = Cause.COMMAND


@dataclass(frozen=True)
class Passed:
    batch: Batch


@dataclass(frozen=True)
class Pause:
    pass


type Request = Ask | Passed | Pause
type Steps = Generator[Request, Events | None]
type Act = Callable[[], Steps]

_PAUSE = Pause()


@dataclass(frozen=True)
class Point:
    """Something to be done after `row` records of the stretch's book."""

    position: Position
    row: int
    act: Act


class Desk:
    """Drives `team` over the records; `dealer` answers. One desk an account."""

    def __init__(self, dealer: Dealer, team: Team) -> None:
        self.dealer = dealer
        self.team = team
        self._started = False
        self._day: int | None = None
        self._mark_cell: int | None = None

    # -- the walk -----------------------------------------------------------------------------------

    def advance(self, stretch: Stretch) -> Steps:
        """Everything that the records of one stretch cause, in order."""
        yield from self.begin(stretch)
        done = 0
        points = self.agenda(stretch)
        for number, point in enumerate(points):
            done = yield from self._play_back(stretch.book, done, point.position)
            done = yield from self._pass_book(stretch.book, done, point.row)
            self.move(point.position, stretch.book, done)
            yield from point.act()
            following = points[number + 1].position if number + 1 < len(points) else None
            if following != point.position:
                yield _PAUSE
        end = Position(int(stretch.book.ts_event[-1]), Rank.FINAL, 0)
        done = yield from self._play_back(stretch.book, done, end)
        yield from self._pass_book(stretch.book, done, len(stretch.book))
        if stretch.last == self.dealer.terms.record_count:
            yield from self.finish(stretch)
        self.dealer.recorder.flush()

    def begin(self, stretch: Stretch) -> Steps:
        """Take in the trades of a stretch; strategies start before the first record of the run."""
        self.team.feed(stretch)
        if self._started:
            return
        self._started = True
        self.dealer.now = int(stretch.book.ts_event[0])
        for member in self.team.members.values():
            yield from self._call(partial(self.team.start, member))

    def agenda(self, stretch: Stretch) -> list[Point]:
        """What is to be done in this stretch besides the book, in order."""
        times = stretch.book.ts_event
        points: list[Point] = []
        for ts in self._new_cells(times, NS_PER_DAY, "_day"):
            row = int(times.searchsorted(ts))
            points.append(Point(Position(ts, Rank.BEFORE, 0), row, self._begin_day))
        points += self._action_points(stretch)
        for number, member in enumerate(self.team.members.values()):
            for ts in self.team.cell_ends(member, stretch):
                row = int(times.searchsorted(ts))
                act = partial(self._flush, member, ts)
                points.append(Point(Position(ts, Rank.BEFORE, number + 1), row, act))
        for item in stretch.items:
            row = int(times.searchsorted(item.ts, side="right"))
            for member in self.team.readers(item):
                position = Position(item.ts, item.rank, item.sequence)
                points.append(Point(position, row, partial(self._give, member, item)))
        for ts in self._new_cells(times, self.dealer.terms.mark_seconds * NS_PER_SECOND, "_mark_cell"):
            row = int(times.searchsorted(ts, side="right"))
            points.append(Point(Position(ts, Rank.MARK, int(stretch.book.sequence[row - 1])), row, self._mark))
        points.sort(key=lambda point: point.position)
        return points

    def _action_points(self, stretch: Stretch) -> list[Point]:
        """Corporate actions come before everything else of the record that they precede, in their order."""
        points: list[Point] = []
        for number, action in enumerate(stretch.actions):
            together = sum(other.sequence == action.sequence for other in stretch.actions[number:])
            row = int(stretch.book.sequence.searchsorted(action.sequence))
            position = Position(int(stretch.book.ts_event[row]), Rank.BEFORE, -together)
            points.append(Point(position, row, partial(self._adjust, action)))
        return points

    def _new_cells(self, times: I64, step_ns: int, last: str) -> list[int]:
        """First time of each cell of session time that no earlier stretch has reached."""
        cells = times // step_ns
        previous = getattr(self, last)
        begins = np.flatnonzero(np.diff(cells, prepend=cells[0] - 1 if previous is None else previous))
        setattr(self, last, int(cells[-1]))
        found: list[int] = times[begins].tolist()
        return found

    def _pass_book(self, book: BookColumns, begin: int, end: int) -> Generator[Request, Events | None, int]:
        """Let rows [begin, end) pass: what rests is matched record by record, where a record reaches it."""
        broker, recorder = self.dealer.broker, self.dealer.recorder
        while begin < end:
            stop = end if recorder.replaying else min(end, begin + _SLICE)
            row = None if recorder.replaying else broker.first_reached(book, begin, stop)
            passed = stop if row is None else row
            broker.see(book, begin, passed)
            if row is None:
                self.move(place_of(book, stop - 1), book, stop)
                begin = stop
                if begin < end:
                    yield _PAUSE
                continue
            self.move(place_of(book, row), book, row + 1)
            yield from self._happened(self.dealer.match(book, row))
            begin = row + 1
        return end

    def move(self, position: Position, book: BookColumns, row: int) -> None:
        """Stand at `position`, with the first `row` records of the book behind."""
        self.dealer.position = position
        if position.rank != Rank.BEFORE:
            self.dealer.now = position.ts
        if row:
            self.dealer.sequence = int(book.sequence[row - 1])

    # -- playing back -------------------------------------------------------------------------------

    def _play_back(self, book: BookColumns, done: int, until: Position) -> Generator[Request, Events | None, int]:
        """Repeat what the journal holds before `until` and no strategy here asks for; the rows that are then behind."""
        recorder = self.dealer.recorder
        while (batch := recorder.upcoming) is not None and batch.position < until:
            self._check_unclaimed(batch)
            row = max(done, _row_of(book, batch.position))
            self.dealer.broker.see(book, done, row)
            self.move(batch.position, book, row)
            self.dealer.now, self.dealer.sequence = batch.ts_event, batch.sequence
            done = row
            self.dealer.repeat(recorder.take())
            yield from self.tell(batch.events)
        return done

    def _check_unclaimed(self, batch: Batch) -> None:
        """A command of a strategy that runs here should have been asked for by now."""
        if batch.cause in (Cause.MARKET, Cause.EXTERNAL):
            return
        senders = {sender for event in batch.events if (sender := _sender(event))}
        if batch.cause is Cause.MARK or senders & self.team.members.keys():
            raise DivergenceError(
                f"the journal holds {batch.events[0]} at {batch.position}, which was not asked for again: the "
                "strategy's code or its inputs have changed since; restart the run"
            )

    # -- acts ---------------------------------------------------------------------------------------

    def _begin_day(self) -> Steps:
        batch = self.dealer.begin_day()
        if batch is not None:
            yield from self._happened(batch)

    def _adjust(self, action: CorporateAction) -> Steps:
        batch = self.dealer.adjust(action)
        if batch is not None:
            yield from self._happened(batch)

    def _mark(self) -> Steps:
        self.dealer.mark(final=False)
        yield from ()

    def _flush(self, member: Member, before: int) -> Steps:
        yield from self._call(partial(self.team.flush, member, before))

    def _give(self, member: Member, item: Item) -> Steps:
        """Trades up to the item's time come first, so that the strategy knows them."""
        yield from self._flush(member, item.ts + 1)
        yield from self._call(partial(self.team.give, member, item))

    def finish(self, stretch: Stretch) -> Steps:
        """The last record is behind: what is left of the trades, then the last mark."""
        self.move(Position(int(stretch.book.ts_event[-1]), Rank.FINAL, stretch.last), stretch.book, len(stretch.book))
        for member in self.team.members.values():
            yield from self._flush(member, _NEVER)
        self.dealer.mark(final=True)
        yield from self._play_back(stretch.book, len(stretch.book), Position(_NEVER, Rank.FINAL, 0))

    # -- from outside, at a pause -------------------------------------------------------------------

    def outside(self, command: Submit | Replace | Cancel) -> Steps:
        """A manual order, replacement or cancel: through the same gate as any other."""
        events = yield Ask(command, Cause.EXTERNAL)
        yield from self.tell(events or ())

    def kill(self, kill_id: str, reason: str, actor: str) -> Steps:
        yield from self._happened(self.dealer.kill(kill_id, reason, actor))

    def rearm(self, kill_id: str, reason: str, actor: str) -> Steps:
        yield from self._happened(self.dealer.rearm(kill_id, reason, actor))

    def switch(self, switched: Switched) -> Steps:
        """Start or stop a strategy. It keeps seeing its inputs while it is off, so that it can go on at any time."""
        yield from self.tell(self.dealer.switch(switched))

    # -- strategies and their commands --------------------------------------------------------------

    def _happened(self, batch: Batch) -> Steps:
        yield Passed(batch)
        yield from self.tell(batch.events)

    def tell(self, events: Iterable[AnyEvent]) -> Steps:
        """Tell strategies what happened to their orders, and carry out what they then ask for."""
        commands: list[Command] = []
        for event in events:
            if isinstance(event, Switched):
                yield from self._switched(event)
            elif isinstance(event, Adjusted):
                for member in self.team.concerned(event.action):
                    commands += self._guarded(partial(self.team.act, member, event.action))
            else:
                commands += self._guarded(partial(self.team.tell, event))
        yield from self._execute(commands)

    def _switched(self, event: Switched) -> Steps:
        member = self.team.members.get(event.strategy_id)
        if member is None or member.running == event.running:
            return
        if event.running:
            member.running = True
            yield from self._call(partial(self.team.start, member))
        else:
            yield from self._call(partial(self.team.stop, member))
            member.running = False

    def _call(self, callback: Callable[[], list[Command]]) -> Steps:
        yield from self._execute(self._guarded(callback))

    def _guarded(self, callback: Callable[[], list[Command]]) -> list[Command]:
        """The commands of a callback. A strategy that raises is switched off, and that is journaled."""
        try:
            return callback()
        except StrategyFailedError as error:
            self.team.members[error.strategy_id].running = False
            self.dealer.switch(Switched(error.strategy_id, running=False, reason=str(error)), Cause.COMMAND)
            return []

    def _execute(self, commands: Iterable[Command]) -> Steps:
        """One command after the other, each with what it leads to; what strategies ask for meanwhile comes last."""
        queue = deque(commands)
        while queue:
            command = queue.popleft()
            member = self.team.members[command.strategy_id]
            events = (yield Ask(command)) if member.running else _refusal(command)
            for event in events or ():
                queue.extend(self._guarded(partial(self.team.tell, event)))


def _refusal(command: Command) -> Events:
    """What a strategy that is off gets for an order: known to it alone, not journaled."""
    if not isinstance(command, Submit):
        return ()
    return tuple(
        Changed(order, "", OrderStatus.REFUSED, Decimal(0), "the strategy is stopped") for order in command.orders
    )


def place_of(book: BookColumns, row: int) -> Position:
    """Where a record stands."""
    return Position(int(book.ts_event[row]), Rank.BOOK, int(book.sequence[row]))


def _row_of(book: BookColumns, position: Position) -> int:
    """How many records of the book are behind at `position`."""
    if position.rank == Rank.BOOK:
        return int(book.sequence.searchsorted(position.sequence, side="right"))
    return int(book.ts_event.searchsorted(position.ts, side="left" if position.rank < Rank.BOOK else "right"))


def _sender(event: AnyEvent) -> str:
    """The strategy that an event belongs to."""
    match event:
        case Decided() | Changed():
            return event.order.strategy_id
        case Executed(fill):
            return fill.strategy_id
        case Signalled() | Switched():
            return event.strategy_id
        case _:
            return ""
