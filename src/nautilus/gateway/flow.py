"""The way of the data through the engines, arrow by arrow, and where it stands still."""

from collections.abc import Mapping
from typing import Any

import msgspec

from nautilus.gateway.engines import declaration
from nautilus.gateway.metrics import RATE_SECONDS
from nautilus.gateway.observer import Seen, Sight, State
from nautilus.gateway.progress import ACTIVE, SOURCE, STALLED_SECONDS, VALUE_ENGINES, Behind
from nautilus.kernel.units import Count, PerSecond, Text, TimestampNs

NODE = "execution"
"""Its trading node reads market data, values and limits itself, and counts for itself."""
ARROWS: tuple[tuple[str, str, str], ...] = (
    *((SOURCE, target, "marketdata.frames") for target in (*VALUE_ENGINES, NODE)),
    *((source, NODE, f"{source}.values") for source in VALUE_ENGINES),
    ("strategy", NODE, "strategy.deployments"),
    ("risk", NODE, "risk.heartbeats"),
    (NODE, "portfolio", "execution.events"),
    *(("portfolio", target, "portfolio.valuations") for target in ("risk", "collateral", "analytics")),
    ("risk", "websocket", "risk.changes"),
    ("collateral", "websocket", "collateral.margins"),
    ("analytics", "websocket", "analytics.performance"),
)
"""Source, target, topic, from the market to the browser."""
_BY_RECORDS = {"marketdata.frames", *(f"{source}.values" for source in VALUE_ENGINES)}
"""Topics whose readers say how far they are, record by record."""


class FlowNode(msgspec.Struct, frozen=True):
    """An engine in the flow."""

    name: str
    state: State
    """Whether it can do its work; `down` does not answer at all."""


class FlowEdge(msgspec.Struct, frozen=True, kw_only=True):
    """One arrow: what `source` publishes on `topic` and `target` reads."""

    source: str
    target: str
    topic: str
    messages_per_second: PerSecond[float] | None
    """As the target reads them, over the last ten seconds; of the trading node, as the source publishes them. A frame
    of many records is one message."""
    lag: Count[int] | None
    """Entries of the topic that the target has not read yet; null where it reads without acknowledging."""
    records_behind: Count[int] | None
    """Records of the run that the target could process and has not; null where it does not go record by record."""
    stalled: bool
    """The run goes on, and the target has work and has not moved for two seconds, or one of the two is down."""
    detail: str
    """Why it stands still; empty while it does not."""


class FlowView(msgspec.Struct, frozen=True, kw_only=True):
    """The flow of the newest run."""

    run: Text[int] | None
    """Number of the newest replay run; null before the first."""
    state: str | None
    """State of that run, as marketdata said it last."""
    as_of: TimestampNs[int]
    """Wall time of this answer."""
    nodes: list[FlowNode]
    edges: list[FlowEdge]


def flow_view(sight: Sight) -> FlowView:
    names = dict.fromkeys(name for source, target, _ in ARROWS for name in (source, target))
    return FlowView(
        run=sight.run["run"] if sight.run else None,
        state=sight.run["state"] if sight.run else None,
        as_of=sight.as_of,
        nodes=[FlowNode(name, sight.engines[name].state) for name in names],
        edges=[_edge(sight, *arrow) for arrow in ARROWS],
    )


def _edge(sight: Sight, source: str, target: str, topic: str) -> FlowEdge:
    detail = _standstill(sight, source, target, topic) if is_active(sight.run) else ""
    return FlowEdge(
        source=source,
        target=target,
        topic=topic,
        messages_per_second=_rate(sight, source, target, topic),
        lag=_lag(sight, target, topic),
        records_behind=_behind(sight, target) if topic in _BY_RECORDS else None,
        stalled=bool(detail),
        detail=detail,
    )


def is_active(run: Mapping[str, Any] | None) -> bool:
    """Whether a run is to move."""
    return run is not None and run["state"] in ACTIVE


def _rate(sight: Sight, source: str, target: str, topic: str) -> float | None:
    """None where who counts it does not answer, or has been read only once."""
    if target == NODE and topic != "strategy.deployments":
        seen = sight.engines[source]
        rates = seen.history.window(RATE_SECONDS).rates(lambda reading: reading.published)
    else:
        seen = sight.engines[target]
        rates = seen.history.window(RATE_SECONDS).rates(lambda reading: reading.received)
    return rates.get(topic, 0.0) if seen.fresh and rates is not None else None


def _lag(sight: Sight, target: str, topic: str) -> int | None:
    """None for readers without a group, which are the node and websocket, and where nobody answers."""
    seen = sight.engines[target]
    grouped = target != "websocket" and any(topic == read.name for read in declaration(target).consumes)
    if not grouped or not seen.fresh:
        return None
    return round(seen.history.window(0.0).readings[-1].lag.get(topic, 0.0))


def _behind(sight: Sight, target: str) -> int | None:
    """None while nothing is played."""
    if not is_active(sight.run):
        return None
    found = sight.behind.get(target)
    return found.records if found else 0


def _standstill(sight: Sight, source: str, target: str, topic: str) -> str:
    """Why nothing goes from `source` to `target` while a run goes on; empty where something does."""
    for name in (target, source):
        seen = sight.engines[name]
        if seen.state is State.DOWN:
            behind = sight.behind.get(name)
            return f"{name} {seen.detail}" + (f"; {_words(behind)}." if behind and behind.records else ".")
    if topic in _BY_RECORDS:
        for name in (target, source):
            behind = sight.behind.get(name)
            if behind is not None and behind.stalled and (name == target or source == SOURCE):
                return stands(name, behind)
        return ""
    return stuck(sight.engines[target])


def stands(name: str, behind: Behind) -> str:
    """Of a consumer that goes record by record: why it stands still, in words."""
    if not behind.records:
        return f"{name} has not said for {behind.seconds:.0f} s that it is ready to begin."
    return f"{name} has not moved for {behind.seconds:.0f} s; {_words(behind)}."


def _words(behind: Behind) -> str:
    return f"{behind.records:,} records wait for it"


def stuck(target: Seen) -> str:
    """Of a consumer that moves only now and then: what it has in hand that is old, in words; empty where nothing is."""
    readings = target.history.window(0.0).readings
    age_s = readings[-1].data_age_s if target.fresh and readings else 0.0
    if age_s < STALLED_SECONDS:
        return ""
    return f"{target.name} works on a message that came {age_s:.0f} s ago."
