"""Tables of marketdata: `ingestion` writes facts, `runs` keeps replays. Facts are read through `nautilus.history`."""

from nautilus.engines.marketdata.store.archive import Archive
from nautilus.engines.marketdata.store.ingestion import FactStore
from nautilus.engines.marketdata.store.runs import (
    RunRow,
    active_run,
    find_run,
    insert_run,
    list_runs,
    register_sessions,
    update_run,
)

__all__ = [
    "Archive",
    "FactStore",
    "RunRow",
    "active_run",
    "find_run",
    "insert_run",
    "list_runs",
    "register_sessions",
    "update_run",
]
