"""What a person should look at now: engines that are down or were started again, dead letters, a run that stands still,
the kill switch, orders that the gate refused. Each alert is there as long as its cause is."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from nautilus.gateway.flow import ARROWS, is_active, stands, stuck
from nautilus.gateway.observer import Observer, Sight, State
from nautilus.kernel.config import ENGINE_PORTS
from nautilus.kernel.units import TimestampNs

MOST_ALERTS = 100
_RESTART_SECONDS = 3_600.0
"""How long a restart is worth an alert."""
_MOST_DECISIONS = 1_000
_NS = 1_000_000_000


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"
    """Nothing is traded, or nobody watches over it, until this is mended."""


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look at."""

    id: str
    """The same as long as the cause is the same."""
    severity: Severity
    title: str
    detail: str
    source: str
    """The engine or server that it is about."""
    ts_event: TimestampNs[int]
    """Wall time at which it began; of refused orders, at which the gateway saw the last."""
    link: str
    """Where on the page there is more."""


class Alerts:
    """Collects them: one round of questions for all who ask within a second."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._turn = asyncio.Lock()
        self._as_of = 0
        self._found: Sequence[Alert] = ()
        self._switch: Mapping[str, Any] | None = None
        """What risk said last of the limits in force."""
        self._refused: dict[str, tuple[int, int]] = {}
        """How many refusals an alert stood for, and when that number was first seen."""

    async def current(self) -> Sequence[Alert]:
        """Newest first, at most `MOST_ALERTS`."""
        async with self._turn:
            sight = await self._observer.look()
            if sight.as_of != self._as_of:
                self._found, self._as_of = await self._collect(sight), sight.as_of
            return self._found

    async def _collect(self, sight: Sight) -> Sequence[Alert]:
        letters, switch, refused = await asyncio.gather(
            self._dead_letters(sight), self._kill_switch(sight), self._refusals(sight)
        )
        found = [*engine_alerts(sight), *restart_alerts(sight), *stall_alerts(sight), *letters, *switch, *refused]
        return sorted(found, key=lambda alert: (-alert.ts_event, alert.id))[:MOST_ALERTS]

    async def _dead_letters(self, sight: Sight) -> list[Alert]:
        parked = {name: count for name in sight.engines if (count := _parked(sight, name))}
        newest = await asyncio.gather(*(self._observer.ask(name, "/dead-letters?limit=1") for name in parked))
        return [
            dead_letter_alert(name, count, page["items"][0])
            for (name, count), page in zip(parked.items(), newest, strict=True)
            if page is not None and page["items"]
        ]

    async def _kill_switch(self, sight: Sight) -> list[Alert]:
        """Also while risk is away: the switch holds over that."""
        page = await self._observer.ask("risk", "/limits")
        if page is not None:
            self._switch = page["items"][0] if page["items"] else None
        if self._switch is None or not self._switch["halted"]:
            return []
        history = await self._observer.ask("risk", "/kills?limit=100")
        kills = [kill for kill in (history["items"] if history else ()) if kill["kill_id"] == self._switch["kill_id"]]
        return [kill_alert(self._switch, kills[0] if kills else None, sight.as_of)]

    async def _refusals(self, sight: Sight) -> list[Alert]:
        if sight.run is None:
            return []
        target = f"/decisions?run={sight.run['run']}&allowed=false&limit={_MOST_DECISIONS}"
        page = await self._observer.ask("execution", target)
        groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for decision in page["items"] if page else ():
            groups[limit_of(decision)].append(decision)
        alerts = []
        for limit, decisions in groups.items():
            name = f"refused:{sight.run['run']}:{limit}"
            count, seen_ns = self._refused.get(name, (0, 0))
            if count != len(decisions):
                seen_ns = sight.as_of
            self._refused[name] = (len(decisions), seen_ns)
            alerts.append(refusal_alert(name, limit, decisions, seen_ns))
        self._refused = {alert.id: self._refused[alert.id] for alert in alerts}
        return alerts


def engine_alerts(sight: Sight) -> Iterator[Alert]:
    """Engines that do not work now. One that stands by is as it should be."""
    for name, seen in sight.engines.items():
        if seen.state in (State.DOWN, State.NOT_READY):
            known = sight.supervised.get(name)
            why = known.detail if known is not None and seen.state is State.DOWN else ""
            yield Alert(
                id=f"engine:{name}:{seen.since_ns}",
                severity=Severity.CRITICAL if seen.state is State.DOWN else Severity.WARNING,
                title=f"{name} is {seen.state}",
                detail=why or seen.detail,
                source=name,
                ts_event=seen.since_ns,
                link=_link(name),
            )


def restart_alerts(sight: Sight) -> Iterator[Alert]:
    """What ended within the last hour and was started again."""
    for name, known in sight.supervised.items():
        started_ns = round(known.started * _NS)
        if known.restarts and known.pid is not None and sight.as_of - started_ns < _RESTART_SECONDS * _NS:
            times = "once" if known.restarts == 1 else f"{known.restarts} times"
            yield Alert(
                id=f"restart:{name}:{started_ns}",
                severity=Severity.WARNING,
                title=f"{name} was started again",
                detail=f"Its process ended; that happened {times} since the platform was started.",
                source=name,
                ts_event=started_ns,
                link=_link(name, "log"),
            )


def stall_alerts(sight: Sight) -> Iterator[Alert]:
    """Consumers that keep the run waiting."""
    if sight.run is None or not is_active(sight.run):
        return
    run = sight.run["run"]
    for name, behind in sight.behind.items():
        if behind.stalled:
            since_ns = sight.as_of - round(behind.seconds * _NS)
            yield _stall_alert(f"stalled:{run}:{name}:{behind.position}", run, name, stands(name, behind), since_ns)
    for name in dict.fromkeys(target for _, target, _ in ARROWS if target not in sight.behind):
        seen = sight.engines[name]
        if seen.fresh and (detail := stuck(seen)):
            age_s = seen.history.window(0.0).readings[-1].data_age_s
            yield _stall_alert(f"stuck:{run}:{name}", run, name, detail, sight.as_of - round(age_s * _NS))


def _stall_alert(name: str, run: int, engine: str, detail: str, since_ns: int) -> Alert:
    return Alert(
        id=name,
        severity=Severity.WARNING,
        title=f"Run {run} waits for {engine}",
        detail=detail,
        source=engine,
        ts_event=since_ns,
        link=_link(engine),
    )


def dead_letter_alert(engine: str, count: int, newest: Mapping[str, Any]) -> Alert:
    return Alert(
        id=f"dead-letters:{engine}:{newest['dead_id']}",
        severity=Severity.WARNING,
        title=f"{engine} could not handle {_number(count, 'message')}",
        detail=f"The last came on {newest['topic']}: {newest['error']}. "
        f"All of them: `nautilus dead-letters --engine {engine}`.",
        source=engine,
        ts_event=newest["ts_init"],
        link=_link(engine, "log"),
    )


def kill_alert(limits: Mapping[str, Any], kill: Mapping[str, Any] | None, as_of: int) -> Alert:
    why = f"{kill['actor']}: {kill['reason']}. " if kill else ""
    return Alert(
        id=f"kill:{limits['kill_id']}",
        severity=Severity.CRITICAL,
        title=f"The kill switch of {limits['account']} is on",
        detail=f"{why}New orders are refused until it is re-armed.",
        source="risk",
        ts_event=kill["killed_ns"] if kill else as_of,
        link="/risk",
    )


def refusal_alert(name: str, limit: str, decisions: Sequence[Mapping[str, Any]], seen_ns: int) -> Alert:
    """`decisions` are newest first."""
    last = decisions[0]
    most = " or more" if len(decisions) == _MOST_DECISIONS else ""
    return Alert(
        id=name,
        severity=Severity.WARNING,
        title=f"The gate refused {_number(len(decisions), 'order')}{most}: {limit}",
        detail=f"The last was {last['client_order_id']}, {last['side']} {last['quantity']} {last['instrument_id']}: "
        f"{last['reason']}.",
        source="execution",
        ts_event=seen_ns,
        link="/orders",
    )


def limit_of(decision: Mapping[str, Any]) -> str:
    """The limit that stopped an order, by the name that its figures have; else what stopped it, in words."""
    reason = str(decision["reason"])
    first = reason.partition(" ")[0]
    if first in {limit for limit, _, _ in decision["figures"]}:
        return first.replace("_", " ")
    if reason.startswith("the kill switch"):
        return "kill switch"
    return "limits are old or missing" if "limits" in reason else "price is old or missing"


def _parked(sight: Sight, name: str) -> int:
    seen = sight.engines[name]
    return round(seen.history.window(0.0).readings[-1].parked) if seen.fresh else 0


def _link(name: str, tab: str = "state") -> str:
    return f"/?engine={name}&tab={tab}" if name in ENGINE_PORTS else "/"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
