"""Tables of marketdata: `ingestion` writes facts, `runs` keeps replays. Facts are read through `nautilus.history`."""

from nautilus.engines.marketdata.store.archive import Archive, Kept, kept_payloads
from nautilus.engines.marketdata.store.ingestion import FactStore
from nautilus.engines.marketdata.store.jobs import (
    JobRow,
    cancel_job,
    end_job,
    find_job,
    has_open_job,
    has_work,
    insert_job,
    list_jobs,
    save_progress,
    save_sheet,
    take_job,
)
from nautilus.engines.marketdata.store.runs import (
    RunRow,
    active_run,
    find_run,
    insert_run,
    list_runs,
    update_run,
)
from nautilus.engines.marketdata.store.schedules import (
    due_schedules,
    last_folder,
    list_schedules,
    put_schedule,
    remove_schedule,
    run_schedule,
)
from nautilus.engines.marketdata.store.sessions import insert_instruments, insert_session, register_sessions

__all__ = [
    "Archive",
    "FactStore",
    "JobRow",
    "Kept",
    "RunRow",
    "active_run",
    "cancel_job",
    "due_schedules",
    "end_job",
    "find_job",
    "find_run",
    "has_open_job",
    "has_work",
    "insert_instruments",
    "insert_job",
    "insert_run",
    "insert_session",
    "kept_payloads",
    "last_folder",
    "list_jobs",
    "list_runs",
    "list_schedules",
    "put_schedule",
    "register_sessions",
    "remove_schedule",
    "run_schedule",
    "save_progress",
    "save_sheet",
    "take_job",
    "update_run",
]
