"""Routes of ml."""

from typing import Annotated

import msgspec

from nautilus.engines.ml.model import TrainedModel
from nautilus.engines.ml.service import MlService
from nautilus.engines.value_routes import VALUE_ROUTES
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, get, page_of, post
from nautilus.kernel.units import Count, Fraction, Ratio, TimestampNs, Variance

type DayVariance = Annotated[Variance[float], msgspec.Meta(ge=0, le=1, description="Variance of a day's log return")]


class ModelView(msgspec.Struct, frozen=True):
    """A model of the registry: v[t+1] = constant + daily × v[t] + weekly × mean of 5 days + monthly × mean of 22."""

    model_id: str
    instrument_id: str
    inputs_hash: str
    """Hash of the bars that it was trained on."""
    as_of: TimestampNs[int]
    """Nothing that was known after this time was used."""
    trained_from: TimestampNs[int]
    """First bar of the training window."""
    trained_to: TimestampNs[int]
    """Last bar of the training window."""
    samples: Count[int]
    """Days regressed."""
    constant: Variance[float]
    """Intercept of the regression, a variance of one day, not annualised. Method: least squares; Corsi (2009)."""
    daily: Ratio[float]
    """Weight of the last day's variance. Method: least squares; Corsi (2009), on Garman & Klass (1980) variance."""
    weekly: Ratio[float]
    """Weight of the mean variance of the last 5 days. Method: least squares; Corsi (2009)."""
    monthly: Ratio[float]
    """Weight of the mean variance of the last 22 days. Method: least squares; Corsi (2009)."""
    r_squared: Fraction[float]
    """Share of the variation of the next day's variance that the model explains, within the training window."""


class PredictBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Mean Garman-Klass variance of the last day, 5 days and 22 days."""

    model_id: str
    daily: DayVariance
    weekly: DayVariance
    monthly: DayVariance


class PredictionView(msgspec.Struct, frozen=True):
    """The answer of a model."""

    model_id: str
    variance: Variance[float]
    """Forecast of the next day's open-to-close variance of the log price, not annualised."""


async def models(service: MlService, call: Call) -> Page[ModelView]:
    after = decode_cursor(call.query.cursor, tuple[str])
    found = await service.models("" if after is None else after[0], call.query.limit + 1)
    return page_of([_view(each) for each in found], call.query.limit, lambda view: (view.model_id,))


async def model(service: MlService, call: Call) -> ModelView:
    return _view((await service.model(call.path["model_id"])).model)


async def predict(service: MlService, call: Call) -> PredictionView:
    body: PredictBody = call.body
    variance = await service.predict(body.model_id, (body.daily, body.weekly, body.monthly))
    return PredictionView(body.model_id, variance)


def _view(found: TrainedModel) -> ModelView:
    constant, daily, weekly, monthly = found.fit.coefficients
    return ModelView(
        model_id=found.model_id,
        instrument_id=found.instrument_id,
        inputs_hash=found.inputs_hash,
        as_of=found.as_of,
        trained_from=found.trained_from,
        trained_to=found.trained_to,
        samples=found.fit.samples,
        constant=constant,
        daily=daily,
        weekly=weekly,
        monthly=monthly,
        r_squared=found.fit.r_squared,
    )


ROUTES = (
    *VALUE_ROUTES,
    get("/models", models, query=PageQuery, reply=Page[ModelView], summary="Trained models"),
    get("/models/{model_id}", model, reply=ModelView, summary="One model: its training window, coefficients and fit"),
    post(
        "/predict", predict, body=PredictBody, reply=PredictionView, summary="Forecast of a model for given variances"
    ),
)
