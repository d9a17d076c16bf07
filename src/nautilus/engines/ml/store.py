"""Tables of ml: values, and the registry of models."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.rows import TupleRow

from nautilus.engines.ml.model import TrainedModel
from nautilus.engines.values import ValueStore
from nautilus.kernel.database import Database
from nautilus.quant.volatility.har import HarFit

STORE = ValueStore("ml")
_FIELDS = "model_id, instrument_id, inputs_hash, as_of, trained_from, trained_to, coefficients, r_squared, samples"


@dataclass(frozen=True)
class StoredModel:
    """A row of the registry: what was trained, and the graph that serves it."""

    model: TrainedModel
    graph: bytes


async def insert_model(database: Database, model: TrainedModel, graph: bytes) -> None:
    """Register a model; one from the same inputs that is there already stays."""
    await database.execute(
        f"INSERT INTO ml.model ({_FIELDS}, graph) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"  # noqa: S608
        " ON CONFLICT DO NOTHING",
        (
            model.model_id,
            model.instrument_id,
            model.inputs_hash,
            model.as_of,
            model.trained_from,
            model.trained_to,
            list(model.fit.coefficients),
            model.fit.r_squared,
            model.fit.samples,
            graph,
        ),
    )


async def model_by_inputs(database: Database, inputs_hash: str) -> StoredModel | None:
    return await _one(database, "inputs_hash = %s", inputs_hash)


async def model_by_id(database: Database, model_id: str) -> StoredModel | None:
    return await _one(database, "model_id = %s", model_id)


async def models(database: Database, after: str, limit: int) -> list[TrainedModel]:
    """Models with id > `after`, ascending."""
    rows = await database.fetch(
        f"SELECT {_FIELDS} FROM ml.model WHERE model_id > %s ORDER BY model_id LIMIT %s",  # noqa: S608
        (after, limit),
    )
    return [_model(row) for row in rows]


async def _one(database: Database, condition: str, value: Any) -> StoredModel | None:
    row = await database.fetch_one(f"SELECT {_FIELDS}, graph FROM ml.model WHERE {condition}", (value,))  # noqa: S608
    return None if row is None else StoredModel(_model(row[:-1]), bytes(row[-1]))


def _model(row: TupleRow | Sequence[Any]) -> TrainedModel:
    model_id, instrument_id, inputs_hash, as_of, trained_from, trained_to, coefficients, r_squared, samples = row
    fit = HarFit(tuple(coefficients), r_squared, samples)
    return TrainedModel(model_id, instrument_id, inputs_hash, as_of, trained_from, trained_to, fit)
