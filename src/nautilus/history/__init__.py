"""The read side of the store. marketdata writes, everyone reads here, and every read says as of when.

`as_of` is nanoseconds UTC, or "latest", spelled out: of each fact the last version known by then is returned, and
nothing that became known later. `basis` limits to facts whose known time was recorded, not assumed by a rule.
"""

from nautilus.history.adjustment import split_ratios
from nautilus.history.asof import AsOf, Basis
from nautilus.history.corporate import session_actions
from nautilus.history.facts import END_NS, Adjustment, Bars, bars, instruments, trades
from nautilus.history.played import Played, StepBars
from nautilus.history.sessions import (
    BEGINNING,
    Anchor,
    RecordKind,
    Records,
    Session,
    SessionSpec,
    count_records,
    derivation_after,
    market,
    records,
    sequence_from,
    session,
    session_instruments,
    sessions,
)
from nautilus.history.steps import offered_steps, origin_ns
from nautilus.history.values import values

__all__ = [
    "BEGINNING",
    "END_NS",
    "Adjustment",
    "Anchor",
    "AsOf",
    "Bars",
    "Basis",
    "Played",
    "RecordKind",
    "Records",
    "Session",
    "SessionSpec",
    "StepBars",
    "bars",
    "count_records",
    "derivation_after",
    "instruments",
    "market",
    "offered_steps",
    "origin_ns",
    "records",
    "sequence_from",
    "session",
    "session_actions",
    "session_instruments",
    "sessions",
    "split_ratios",
    "trades",
    "values",
]
