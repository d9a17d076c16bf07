"""Subscriptions to live feeds: what comes is stored, then published."""

from nautilus.engines.marketdata.live.desk import Desk
from nautilus.engines.marketdata.live.line import Line

__all__ = ["Desk", "Line"]
