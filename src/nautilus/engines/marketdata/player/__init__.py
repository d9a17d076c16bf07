"""Replays a session onto the market bus, losslessly, at the pace of its slowest required consumer."""

from nautilus.engines.marketdata.player.making import make_session
from nautilus.engines.marketdata.player.player import Player, Progress
from nautilus.engines.marketdata.player.reel import Cut, Reel

__all__ = ["Cut", "Player", "Progress", "Reel", "make_session"]
