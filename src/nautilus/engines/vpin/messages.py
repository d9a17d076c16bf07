"""What vpin publishes: order-flow toxicity of the trades, one frame for every market frame."""

from nautilus.engines.marketdata.messages import ValueFrame
from nautilus.kernel.messages import Bus, Topic

VALUES = Topic("vpin.values", Bus.MARKET, (ValueFrame,), max_length=4_096)
