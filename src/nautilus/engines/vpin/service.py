"""The shell of vpin."""

from collections.abc import Sequence

from nautilus.engines.marketdata.messages import RunStarted
from nautilus.engines.stream import ValueService, known_before
from nautilus.engines.values import DefinitionView
from nautilus.engines.vpin.messages import VALUES
from nautilus.engines.vpin.model import IMBALANCE, PARAMETERS, VPIN, VpinModel
from nautilus.engines.vpin.store import STORE
from nautilus.history.sessions import RecordKind, SessionSpec
from nautilus.kernel.units import Unit

_PAPER = "Easley, López de Prado & O'Hara (2012), Review of Financial Studies 25(5)"
_BARS = (
    f"volume bars of {PARAMETERS.bar_volume:g} lots, {PARAMETERS.bars_per_bucket} a bucket;"
    f" sigma over {PARAMETERS.deviation_bars} bars"
)


class VpinService(ValueService):
    TOPIC = VALUES
    STORE = STORE

    async def build(self, started: RunStarted, spec: SessionSpec) -> VpinModel:
        model = VpinModel()
        if spec.kind is RecordKind.TRADES:
            model.step(await known_before(self.context.database, spec, started.first_ts, rows=0))
        return model

    def definitions(self) -> Sequence[DefinitionView]:
        first = -(-PARAMETERS.deviation_bars // PARAMETERS.bars_per_bucket)
        return [
            DefinitionView(
                name=VPIN,
                formula=f"sum(abs(V_buy - V_sell), {PARAMETERS.buckets}) / ({PARAMETERS.buckets} * V),"
                f" V = {PARAMETERS.bucket_volume:g}, V_buy = V * Phi(dP / sigma)",
                dialect="volume buckets",
                source=_PAPER,
                description=f"Order-flow toxicity between 0 and 1; {_BARS}",
                unit=Unit.RATIO,
                lookback=first + PARAMETERS.buckets,
            ),
            DefinitionView(
                name=IMBALANCE,
                formula="(V_buy - V_sell) / V",
                dialect="volume buckets",
                source=_PAPER,
                description=f"Signed order imbalance of the last bucket, between -1 and 1; {_BARS}",
                unit=Unit.RATIO,
                lookback=first,
            ),
        ]
