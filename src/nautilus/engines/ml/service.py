"""The shell of ml: trains at the start of a run, registers, serves forecasts."""

import asyncio
from collections.abc import Sequence

import numpy as np

from nautilus import history
from nautilus.domain.instruments import InstrumentKind
from nautilus.domain.market import BarColumns
from nautilus.engines.marketdata.messages import RunStarted
from nautilus.engines.ml import store
from nautilus.engines.ml.messages import VALUES
from nautilus.engines.ml.model import HAR_VARIANCE, Forecaster, Inference, ParityError, TrainedModel, inputs_hash, train
from nautilus.engines.ml.model.onnx_graph import har_graph
from nautilus.engines.ml.store import STORE, StoredModel
from nautilus.engines.stream import ValueService, bar_columns
from nautilus.engines.values import DefinitionView
from nautilus.history.sessions import SessionSpec
from nautilus.kernel.engine import Check, Context
from nautilus.kernel.errors import NotFoundError
from nautilus.kernel.units import Unit
from nautilus.quant.microstructure.market import MarketRecords
from nautilus.quant.volatility.har import LONGEST


class MlService(ValueService):
    TOPIC = VALUES
    STORE = STORE

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._serving: dict[str, Inference] = {}
        """Models of the current run, by id."""
        self._refused: dict[str, str] = {}
        """Those that failed their parity check, with the reason."""

    async def build(self, started: RunStarted, spec: SessionSpec) -> Forecaster:
        """Models of the run's equities from the daily bars known at its first time, trained unless registered."""
        self._serving.clear()
        self._refused.clear()
        equities = [each.instrument_id for each in started.instruments if each.kind is InstrumentKind.EQUITY]
        bars = {each: await self._daily_bars(each, started.first_ts) for each in equities}
        predictors = {}
        for instrument, columns in bars.items():
            stored = await self._registered(columns, started.first_ts)
            if stored is not None and await self._serve(stored):
                predictors[instrument] = self._serving[stored.model.model_id]
        forecaster = Forecaster(predictors)
        forecaster.step(MarketRecords(bars=tuple(bars.values())))
        return forecaster

    def definitions(self) -> Sequence[DefinitionView]:
        return [
            DefinitionView(
                name=HAR_VARIANCE,
                formula="c + b_d * v + b_w * mean(v, 5) + b_m * mean(v, 22),"
                " v = ln(high / low)^2 / 2 - (2 ln 2 - 1) * ln(close / open)^2",
                dialect="least squares, one model an instrument",
                source="Corsi (2009), Journal of Financial Econometrics 7(2), on Garman & Klass (1980) variance",
                description="Forecast of the next day's open-to-close variance of the log price, not annualised",
                unit=Unit.VARIANCE,
                lookback=LONGEST - 1,
            )
        ]

    def checks(self) -> Sequence[Check]:
        return [Check("parity", ok=not self._refused, detail="; ".join(self._refused.values()))]

    async def models(self, after: str, limit: int) -> list[TrainedModel]:
        return await store.models(self.context.database, after, limit)

    async def model(self, model_id: str) -> StoredModel:
        """Raises NotFoundError."""
        found = await store.model_by_id(self.context.database, model_id)
        if found is None:
            raise NotFoundError(f"there is no model {model_id!r}; GET /models lists those there are")
        return found

    async def predict(self, model_id: str, features: Sequence[float]) -> float:
        """Next day's variance from the means over 1, 5 and 22 days, by the stored graph."""
        inference = self._serving.get(model_id)
        if inference is None:
            stored = await self.model(model_id)
            inference = await asyncio.to_thread(Inference, stored.graph, stored.model.fit.coefficients)
        return float(inference.predict(np.array([features]))[0])

    async def _daily_bars(self, instrument: str, as_of: int) -> BarColumns:
        basis = history.Basis.ASSUMED
        return bar_columns(await history.bars(self.context.database, instrument, as_of, basis=basis, end_ns=as_of))

    async def _registered(self, bars: BarColumns, as_of: int) -> StoredModel | None:
        """The model of exactly these bars: from the registry, or trained now. None where they are too few."""
        database = self.context.database
        found = await store.model_by_inputs(database, inputs_hash(bars))
        if found is None and (trained := train(bars, as_of)) is not None:
            graph = await asyncio.to_thread(har_graph, trained.fit.coefficients)
            await store.insert_model(database, trained, graph)
            found = StoredModel(trained, graph)
        return found

    async def _serve(self, stored: StoredModel) -> bool:
        """Load the graph and check it. False, and the engine is not ready, when it is refused."""
        model_id = stored.model.model_id
        try:
            self._serving[model_id] = await asyncio.to_thread(Inference, stored.graph, stored.model.fit.coefficients)
        except ParityError as error:
            self._refused[model_id] = f"{model_id}: {error}"
            self.context.log.warning("model %s is refused: %s", model_id, error)
            return False
        return True
