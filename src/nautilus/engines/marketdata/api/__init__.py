"""Routes of marketdata: what can be played and the control of runs, what a run has played, the store as of a time."""

from nautilus.engines.marketdata.api import (
    catalogue,
    courses,
    facts,
    jobs,
    lineage,
    live,
    played,
    quality,
    replays,
    schedules,
)

_STORE = (*facts.ROUTES, *catalogue.ROUTES, *courses.ROUTES, *quality.ROUTES, *lineage.ROUTES)
ROUTES = (*replays.ROUTES, *played.ROUTES, *live.ROUTES, *_STORE, *jobs.ROUTES, *schedules.ROUTES)
