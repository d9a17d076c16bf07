"""What factor publishes: factor values, one frame for every market frame."""

from nautilus.engines.marketdata.messages import ValueFrame
from nautilus.kernel.messages import Bus, Topic

VALUES = Topic("factor.values", Bus.MARKET, (ValueFrame,), max_length=4_096)
