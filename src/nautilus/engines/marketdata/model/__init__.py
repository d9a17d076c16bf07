"""Pure state and decisions of marketdata: which sessions there are, how far a replay may go, what time it is in it."""

from nautilus.engines.marketdata.model.pacing import Pacing
from nautilus.engines.marketdata.model.sessions import SESSIONS
from nautilus.engines.marketdata.model.tempo import Tempo

__all__ = ["SESSIONS", "Pacing", "Tempo"]
