"""Routes of marketdata: what can be played and the control of runs, what a run has played, facts of the store."""

from nautilus.engines.marketdata.api import facts, jobs, played, replays

ROUTES = (*replays.ROUTES, *played.ROUTES, *facts.ROUTES, *jobs.ROUTES)
