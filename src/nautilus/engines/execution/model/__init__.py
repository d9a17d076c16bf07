"""From the account's journal to the house's messages: pure."""

from dataclasses import dataclass

from nautilus.domain.money import fixed
from nautilus.engines.execution.messages import (
    Filled,
    GateDecided,
    KillConfirmed,
    OrderChanged,
    PositionAdjusted,
    Progress,
    SignalRaised,
)
from nautilus.kernel.messages import Message
from nautilus.trading.events import (
    Adjusted,
    Amended,
    AnyEvent,
    Batch,
    Changed,
    Decided,
    Executed,
    Killed,
    Marked,
    Signalled,
)


@dataclass(frozen=True)
class Account:
    """Whose journal it is."""

    run: int
    account: str


def message_of(owner: Account, batch: Batch, event: AnyEvent) -> Message | None:
    """What the house is told of one event. Opening, rearming and switching are known to those who asked for it."""
    times = {"ts_event": batch.ts_event, "ts_init": batch.ts_init}
    match event:
        case Signalled():
            return SignalRaised(
                **times,
                run=owner.run,
                strategy_id=event.strategy_id,
                instrument_id=event.instrument_id,
                sequence=batch.sequence,
                signal_id=event.signal_id,
                name=event.name,
                values=event.values,
            )
        case Decided():
            return GateDecided(
                **times,
                run=owner.run,
                account=owner.account,
                order=event.order,
                signal_id=event.signal_id,
                sequence=batch.sequence,
                allowed=event.allowed,
                reason=event.reason,
                figures=event.figures,
                limits_version=event.limits_version,
                arrival_mid="" if event.mid is None else fixed(event.mid),
            )
        case Changed() | Amended():
            return OrderChanged(
                **times,
                run=owner.run,
                account=owner.account,
                order=event.order,
                venue_order_id=event.venue_order_id,
                status=event.status,
                filled_quantity=fixed(event.filled_quantity, 0),
                sequence=batch.sequence,
                reason=event.reason,
            )
        case Executed():
            return Filled(**times, run=owner.run, account=owner.account, fill=event.fill)
        case _:
            return _account_message(owner, batch, event, times)


def _account_message(owner: Account, batch: Batch, event: AnyEvent, times: dict[str, int]) -> Message | None:
    match event:
        case Adjusted():
            return PositionAdjusted(
                **times,
                run=owner.run,
                account=owner.account,
                action=event.action,
                entitled=fixed(event.entitled, 0),
                before=fixed(event.before, 0),
                after=fixed(event.after, 0),
                cash=fixed(event.cash),
                mark=None if event.mark is None else fixed(event.mark),
                sequence=batch.sequence,
                reason=event.reason,
            )
        case Marked():
            return Progress(
                **times,
                run=owner.run,
                account=owner.account,
                sequence=batch.sequence,
                marks={name: fixed(mark) for name, mark in event.marks.items()},
                final=event.final,
            )
        case Killed():
            return KillConfirmed(
                **times,
                run=owner.run,
                account=owner.account,
                kill_id=event.kill_id,
                cancelled=event.cancelled,
                node_restarted=event.node_restarted,
            )
        case _:
            return None
