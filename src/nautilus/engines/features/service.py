"""The shell of features."""

from collections.abc import Sequence

from nautilus.engines.features.messages import VALUES
from nautilus.engines.features.model import PROGRAM, FeaturesModel
from nautilus.engines.features.store import STORE
from nautilus.engines.marketdata.messages import RunStarted
from nautilus.engines.stream import ValueService, known_before, splits
from nautilus.engines.values import DefinitionView
from nautilus.history.sessions import SessionSpec
from nautilus.kernel.units import Unit


class FeaturesService(ValueService):
    TOPIC = VALUES
    STORE = STORE

    async def build(self, started: RunStarted, spec: SessionSpec) -> FeaturesModel:
        database = self.context.database
        model = FeaturesModel(spec.instrument_ids, spec.step_seconds, await splits(database, spec, started.first_ts))
        model.step(await known_before(database, spec, started.first_ts, PROGRAM.lookback))
        return model

    def definitions(self) -> Sequence[DefinitionView]:
        return [
            DefinitionView(
                name=each.name,
                formula=each.formula,
                dialect=each.dialect,
                source=each.source,
                description=each.description,
                unit=Unit(each.unit),
                lookback=PROGRAM.graph.lookback(root),
            )
            for each, root in zip(PROGRAM.definitions, PROGRAM.roots, strict=True)
        ]
