"""The strategies of a run: which callback gets what, and the commands that come out of it."""

import logging
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

import msgspec
import numpy as np

from nautilus.domain.actions import CorporateAction
from nautilus.domain.instruments import Instrument
from nautilus.domain.orders import OrderStatus
from nautilus.domain.time import NS_PER_SECOND
from nautilus.kernel.errors import NautilusError
from nautilus.trading.events import Amended, AnyEvent, Changed, Decided, Executed
from nautilus.trading.merge import Item, Stretch, Wanted, joined
from nautilus.trading.port import Command, Quote
from nautilus.trading.strategy import (
    Bar,
    Inputs,
    OrderUpdate,
    Strategy,
    Trades,
    load_strategy,
    parse_parameters,
)

_log = logging.getLogger(__name__)


class StrategyFailedError(NautilusError):
    """A callback raised. The strategy is switched off, the others go on."""

    title = "A strategy failed"

    def __init__(self, strategy_id: str, reason: str) -> None:
        super().__init__(reason)
        self.strategy_id = strategy_id


class StrategySpec(msgspec.Struct, frozen=True):
    """One strategy of a run, with parameters fixed."""

    strategy_id: str
    path: str
    """`package.module:Class`"""
    parameters: str
    """JSON"""


class Surroundings(Protocol):
    """What a strategy may ask: answered by the desk, from the broker at the record at hand."""

    def position_of(self, strategy_id: str, instrument_id: str) -> Decimal: ...

    def quote(self, instrument_id: str) -> Quote | None: ...

    def now_ns(self) -> int: ...


class Outbox:
    """The port of all strategies of a run: keeps their commands until the callback has returned."""

    def __init__(self, run: int, surroundings: Surroundings) -> None:
        self._run = run
        self._surroundings = surroundings
        self.commands: deque[Command] = deque()
        self.now_ns = surroundings.now_ns
        self.position = surroundings.position_of
        self.quote = surroundings.quote

    def send(self, strategy_id: str, command: Command) -> None:
        del strategy_id
        self.commands.append(command)

    def order_prefix(self, strategy_id: str) -> str:
        return f"R{self._run}-{strategy_id}"


@dataclass
class Member:
    """One strategy and what has not been given to it yet. One that is off goes on seeing, but cannot send."""

    strategy: Strategy
    inputs: Inputs
    running: bool = True
    failed: bool = False
    pending: dict[str, deque[Trades]] = field(default_factory=dict)
    cells: dict[str, int] = field(default_factory=dict)
    """Last cell of session time that trades of an instrument fell into."""

    @property
    def cell_ns(self) -> int:
        return int((self.inputs.trades_seconds or 0) * NS_PER_SECOND)


class Team:
    """Loads strategies and calls them. Each call returns the commands that it gave rise to, in order."""

    def __init__(self, outbox: Outbox, specs: Sequence[StrategySpec], instruments: Sequence[Instrument]) -> None:
        """Raises InvalidInputError for a class that is none, or parameters that it does not take."""
        self._outbox = outbox
        self.members: dict[str, Member] = {}
        for spec in specs:
            kind = load_strategy(spec.path)
            parameters = parse_parameters(kind, spec.parameters)
            own = {i.instrument_id: i for i in instruments if kind.selects(i, parameters)}
            strategy = kind(spec.strategy_id, parameters, own, outbox)
            self.members[spec.strategy_id] = Member(strategy, strategy.inputs())

    @property
    def wanted(self) -> Wanted:
        """All inputs of all strategies."""
        bars: set[tuple[str, int]] = set()
        values: set[tuple[str, str, str]] = set()
        trades: set[str] = set()
        for member in self.members.values():
            for name in member.strategy.instruments:
                bars.update((name, step) for step in member.inputs.bars)
                values.update((name, *_series(value)) for value in member.inputs.values)
                if member.inputs.trades_seconds:
                    trades.add(name)
        return Wanted(frozenset(bars), frozenset(values), frozenset(trades))

    def readers(self, item: Item) -> Iterable[Member]:
        """Who asked for this bar or value, in order of deployment."""
        content = item.content
        for member in self.members.values():
            if content.instrument_id not in member.strategy.instruments:
                continue
            if isinstance(content, Bar):
                if content.step_seconds in member.inputs.bars:
                    yield member
            elif f"{content.source}:{content.name}" in member.inputs.values:
                yield member

    def start(self, member: Member) -> list[Command]:
        return self._call(member, "on_start")

    def stop(self, member: Member) -> list[Command]:
        return self._call(member, "on_stop")

    def give(self, member: Member, item: Item) -> list[Command]:
        callback = "on_bar" if isinstance(item.content, Bar) else "on_value"
        return self._call(member, callback, item.content)

    def tell(self, event: AnyEvent) -> list[Command]:
        """An event of an order, told to the strategy that sent it."""
        match event:
            case Executed(fill):
                return self._tell(fill.strategy_id, "on_fill", fill)
            case Changed() | Amended():
                return self._tell(
                    event.order.strategy_id, "on_order", OrderUpdate(event.order, event.status, event.reason)
                )
            case Decided(allowed=False):
                update = OrderUpdate(event.order, OrderStatus.REFUSED, event.reason)
                return self._tell(event.order.strategy_id, "on_order", update)
            case _:
                return []

    def concerned(self, action: CorporateAction) -> Iterable[Member]:
        """Who trades the instrument of a corporate action, in order of deployment."""
        return [member for member in self.members.values() if action.instrument_id in member.strategy.instruments]

    def act(self, member: Member, action: CorporateAction) -> list[Command]:
        return self._call(member, "on_action", action)

    # -- trades in columns --------------------------------------------------------------------------

    def feed(self, stretch: Stretch) -> None:
        """Keep the trades of a stretch until their cells end, or the strategy is called for something else."""
        for member in self.members.values():
            if member.inputs.trades_seconds:
                for name in member.strategy.instruments:
                    trades = stretch.trades.get(name)
                    if trades is not None and len(trades.sequence):
                        member.pending.setdefault(name, deque()).append(trades)

    def cell_ends(self, member: Member, stretch: Stretch) -> list[int]:
        """Times at which a cell of this member's trades is known to be over: those of the first trade after it."""
        ends: set[int] = set()
        for name in member.strategy.instruments:
            trades = stretch.trades.get(name)
            if not member.inputs.trades_seconds or trades is None or not len(trades.ts_event):
                continue
            cells = trades.ts_event // member.cell_ns
            previous = member.cells.get(name, int(cells[0]))
            starts = np.flatnonzero(np.diff(cells, prepend=previous))
            ends.update(trades.ts_event[starts].tolist())
            member.cells[name] = int(cells[-1])
        return sorted(ends)

    def flush(self, member: Member, before: int) -> list[Command]:
        """Give the trades with session time below `before`, one call an instrument."""
        commands: list[Command] = []
        for waiting in member.pending.values():
            ready: list[Trades] = []
            while waiting and waiting[0].ts_event[0] < before:
                trades = waiting.popleft()
                cut = int(np.searchsorted(trades.ts_event, before))
                ready.append(_rows(trades, slice(0, cut)))
                if cut < len(trades.ts_event):
                    waiting.appendleft(_rows(trades, slice(cut, None)))
            if ready:
                commands += self._call(member, "on_trades", joined(ready))
        return commands

    # -- calls --------------------------------------------------------------------------------------

    def _tell(self, strategy_id: str, callback: str, argument: Any) -> list[Command]:
        member = self.members.get(strategy_id)
        return self._call(member, callback, argument) if member else []

    def _call(self, member: Member, callback: str, *arguments: Any) -> list[Command]:
        if member.failed:
            return []
        try:
            getattr(member.strategy, callback)(*arguments)
        except Exception as error:
            member.failed = True
            self._outbox.commands.clear()
            _log.exception("strategy %s failed in %s", member.strategy.strategy_id, callback)
            raise StrategyFailedError(
                member.strategy.strategy_id, f"{callback}: {type(error).__name__}: {error}"
            ) from error
        commands = list(self._outbox.commands)
        self._outbox.commands.clear()
        return commands


def _series(value: str) -> tuple[str, str]:
    source, _, name = value.partition(":")
    return source, name


def _rows(trades: Trades, rows: slice) -> Trades:
    return Trades(
        trades.instrument_id, trades.sequence[rows], trades.ts_event[rows], trades.price[rows], trades.size[rows]
    )
