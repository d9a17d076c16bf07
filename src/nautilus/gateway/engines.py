"""The thirteen engines as a person sees them: state, latency, rates, lag, restarts."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

import msgspec

from nautilus.gateway.metrics import LATENCY_SECONDS, RATE_SECONDS, Reading
from nautilus.gateway.observer import Seen, Sight, State
from nautilus.gateway.supervised import Supervised
from nautilus.kernel.config import ENGINE_PORTS, Config
from nautilus.kernel.engine import Engine
from nautilus.kernel.units import Count, Milliseconds, PerSecond, Seconds, Text, TimestampNs


class EngineView(msgspec.Struct, frozen=True, kw_only=True):
    """One engine. Null is what nobody can say: of an engine that is down, or where nothing has happened."""

    name: str
    summary: str
    """What it does."""
    port: Text[int]
    """Where it answers on this machine."""
    state: State
    """Whether it can do its work; `down` does not answer at all."""
    detail: str
    """What is wrong; empty while nothing is."""
    as_of: TimestampNs[int]
    """Wall time of this answer."""
    since: TimestampNs[int]
    """Wall time at which the gateway first saw it in this state."""
    pid: Text[int] | None
    """Process id, null where it runs on another machine."""
    uptime_seconds: Seconds[float] | None
    """How long its process has run."""
    restarts: Count[int] | None
    """How often its process ended and was started again since the platform was started; null on another machine, where
    nobody counts."""
    version: str | None
    """Version of Nautilus that it runs."""
    latency_p50_ms: Milliseconds[float] | None
    """Time in the handler for a batch of messages, as half of them took or less; over the last minute."""
    latency_p99_ms: Milliseconds[float] | None
    """Time in the handler for a batch of messages, as 99 % of them took or less; over the last minute."""
    http_p50_ms: Milliseconds[float] | None
    """Duration of a request, as half of them took or less; over the last minute, health and metrics left out."""
    http_p99_ms: Milliseconds[float] | None
    """Duration of a request, as 99 % of them took or less; over the last minute, health and metrics left out."""
    received_per_second: PerSecond[float] | None
    """Messages read from both buses, over the last ten seconds. A frame of many records is one message. Of execution
    without its trading node, which reads for itself."""
    published_per_second: PerSecond[float] | None
    """Messages written to both buses, over the last ten seconds. A frame of many records is one message."""
    lag: Count[int] | None
    """Entries of its topics that wait or are in its hands; null where it reads without acknowledging."""
    lag_seconds: Seconds[float] | None
    """Age of the oldest entry that is in its hands; 0 while it waits for more."""
    dead_letters: Count[int] | None
    """Messages that it could not handle, parked."""
    consumes: tuple[str, ...]
    """Topics that it reads."""
    produces: tuple[str, ...]
    """Topics that it writes."""


@cache
def declaration(name: str) -> Engine:
    """What an engine says of itself to the rest of the house."""
    engine: Engine = import_module(f"nautilus.engines.{name}").ENGINE
    return engine


def engine_views(config: Config, sight: Sight) -> list[EngineView]:
    """All thirteen, in the order of the configuration."""
    return [engine_view(config, sight, name) for name in ENGINE_PORTS]


def engine_view(config: Config, sight: Sight, name: str) -> EngineView:
    seen, known = sight.engines[name], sight.supervised.get(name)
    engine = declaration(name)
    said = seen.status or {}
    return EngineView(
        name=name,
        summary=engine.summary,
        port=config.port(name),
        state=seen.state,
        detail=_detail(seen, known),
        as_of=sight.as_of,
        since=seen.since_ns,
        pid=_pid(seen, known),
        uptime_seconds=said.get("uptime_seconds"),
        restarts=known.restarts if known else None,
        version=said.get("version"),
        **_measures(seen),
        consumes=tuple(topic.name for topic in engine.consumes),
        produces=tuple(topic.name for topic in engine.produces),
    )


def _detail(seen: Seen, known: Supervised | None) -> str:
    """Of a process that has ended the supervisor knows why."""
    if seen.state is State.DOWN and known is not None and known.detail:
        return f"{known.state}; {known.detail}"
    return seen.detail


def _pid(seen: Seen, known: Supervised | None) -> int | None:
    if known is None:
        return None
    return seen.status["pid"] if seen.status is not None else known.pid


def _measures(seen: Seen) -> Mapping[str, Any]:
    """What follows from its metrics; all null when it did not give them."""
    if not seen.fresh:
        names = ("latency_p50_ms", "latency_p99_ms", "http_p50_ms", "http_p99_ms")
        return dict.fromkeys(
            (*names, "received_per_second", "published_per_second", "lag", "lag_seconds", "dead_letters")
        )
    long, short = seen.history.window(LATENCY_SECONDS), seen.history.window(RATE_SECONDS)
    last = long.readings[-1]
    received, published = short.rates(_received), short.rates(_published)
    return {
        "latency_p50_ms": long.quantile_ms(0.50, _handled),
        "latency_p99_ms": long.quantile_ms(0.99, _handled),
        "http_p50_ms": long.quantile_ms(0.50, _http),
        "http_p99_ms": long.quantile_ms(0.99, _http),
        "received_per_second": None if received is None else sum(received.values()),
        "published_per_second": None if published is None else sum(published.values()),
        "lag": None if last.received and not last.lag else round(sum(last.lag.values()) + last.in_hand),
        "lag_seconds": last.data_age_s,
        "dead_letters": round(last.parked),
    }


def _received(reading: Reading) -> Mapping[str, float]:
    return reading.received


def _published(reading: Reading) -> Mapping[str, float]:
    return reading.published


def _handled(reading: Reading) -> dict[float, float]:
    return reading.handled


def _http(reading: Reading) -> dict[float, float]:
    return reading.http
