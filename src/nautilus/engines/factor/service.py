"""The shell of factor."""

from collections.abc import Sequence

from nautilus.engines.factor.messages import VALUES
from nautilus.engines.factor.model import PROGRAM, FactorModel
from nautilus.engines.factor.store import STORE
from nautilus.engines.marketdata.messages import RunStarted
from nautilus.engines.stream import ValueService, known_before, splits
from nautilus.engines.values import DefinitionView
from nautilus.history.sessions import SessionSpec
from nautilus.kernel.units import Unit


class FactorService(ValueService):
    TOPIC = VALUES
    STORE = STORE

    async def build(self, started: RunStarted, spec: SessionSpec) -> FactorModel:
        database = self.context.database
        model = FactorModel(spec.instrument_ids, spec.step_seconds, await splits(database, spec, started.first_ts))
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
