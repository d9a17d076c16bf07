"""The published definitions that the platform computes, each with its source, and what `compile_definitions` needs.

Text of Alpha101 and Alpha158 is copied from the publications; conventions stand in `dialects.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nautilus.quant.factors.dialects import DIALECTS
from nautilus.quant.factors.graph import Graph
from nautilus.quant.factors.language import FormulaError


@dataclass(frozen=True)
class Definition:
    """One named series: `formula` is read in `dialect`."""

    name: str
    formula: str
    dialect: str
    source: str
    description: str
    unit: str = "ratio"
    """What its values are measured in: fraction, price, quantity, currency, variance; ratio for a number without one.
    Returns, also logarithmic ones, and volatilities are fractions."""


@dataclass(frozen=True)
class Program:
    """Definitions as one graph. `lookback`: rows of history after which no value depends on where history starts."""

    definitions: tuple[Definition, ...]
    graph: Graph
    roots: tuple[int, ...]
    lookback: int


def compile_definitions(definitions: Sequence[Definition]) -> Program:
    """One graph for all of them. Raises FormulaError naming the definition."""
    graph = Graph()
    roots = []
    for definition in definitions:
        try:
            roots.append(DIALECTS[definition.dialect].build(graph, definition.formula))
        except FormulaError as error:
            raise FormulaError(f"definition {definition.name}: {error}") from error
    lookback = max((graph.lookback(root) for root in roots), default=0)
    return Program(tuple(definitions), graph, tuple(roots), lookback)


_KAKUSHADZE = "Kakushadze (2015), 101 Formulaic Alphas, arXiv:1601.00991v3, appendix A"

FACTORS = (
    Definition(
        "momentum_20",
        "close / delay(close, 20) - 1",
        "nautilus",
        "Rate of change, TA-Lib's ROCP; the inverse of Alpha158's ROC20 less one",
        "Return over the last 20 bars",
        unit="fraction",
    ),
    Definition(
        "reversal_5",
        "-(close / delay(close, 5) - 1)",
        "nautilus",
        "Lehmann (1990), Fads, Martingales, and Market Efficiency, Quarterly Journal of Economics 105(1)",
        "Negative of the return over the last 5 bars: last week's losers rank highest",
        unit="fraction",
    ),
    Definition(
        "momentum_252_21",
        "delay(close, 21) / delay(close, 252) - 1",
        "nautilus",
        "Jegadeesh & Titman (1993), Returns to Buying Winners and Selling Losers, Journal of Finance 48(1); "
        "12 months without the last, as in Fama & French's UMD",
        "Return from 252 to 21 bars ago",
        unit="fraction",
    ),
    Definition(
        "illiquidity_20",
        "mean(abs(returns) / (close * volume), 20)",
        "nautilus",
        "Amihud (2002), Illiquidity and Stock Returns, Journal of Financial Markets 5(1)",
        "Mean over 20 bars of |return| per unit of close × volume",
    ),
    Definition(
        "alpha004",
        "(-1 * Ts_Rank(rank(low), 9))",
        "alpha101",
        f"{_KAKUSHADZE}, alpha 4",
        "Negative rank in 9 bars of the low's rank across instruments",
    ),
    Definition(
        "alpha012",
        "(sign(delta(volume, 1)) * (-1 * delta(close, 1)))",
        "alpha101",
        f"{_KAKUSHADZE}, alpha 12",
        "Reversal of the last price change where volume rose, continuation where it fell",
        unit="price",
    ),
    Definition(
        "alpha033",
        "rank((-1 * ((1 - (open / close))^1)))",
        "alpha101",
        f"{_KAKUSHADZE}, alpha 33",
        "Rank across instruments of the open relative to the close",
    ),
    Definition(
        "alpha044",
        "(-1 * correlation(high, rank(volume), 5))",
        "alpha101",
        f"{_KAKUSHADZE}, alpha 44",
        "Negative correlation over 5 bars of the high with the volume's rank across instruments",
    ),
    Definition(
        "alpha101",
        "((close - open) / ((high - low) + .001))",
        "alpha101",
        f"{_KAKUSHADZE}, alpha 101",
        "The bar's body as a share of its range",
    ),
    Definition(
        "rsv_20",
        "($close-Min($low, 20))/(Max($high, 20)-Min($low, 20)+1e-12)",
        "qlib",
        "Alpha158 RSV20, microsoft/qlib qlib/contrib/data/loader.py at d5379c5; Lane's stochastic (1984)",
        "Place of the close in the range of 20 bars: 0 at its low, 1 at its high",
    ),
)

_LOG_RETURN = "log(close / delay(close, 1))"
_GARMAN_KLASS = "(0.5 * log(high / low)^2 - (2 * log(2) - 1) * log(close / open)^2)"

FEATURES = (
    Definition("return_1", _LOG_RETURN, "nautilus", "Log return", "Log return of the bar", "fraction"),
    Definition(
        "return_5", "log(close / delay(close, 5))", "nautilus", "Log return", "Log return over 5 bars", "fraction"
    ),
    Definition(
        "return_20", "log(close / delay(close, 20))", "nautilus", "Log return", "Log return over 20 bars", "fraction"
    ),
    Definition(
        "volatility_20",
        f"stddev({_LOG_RETURN}, 20)",
        "nautilus",
        "Sample standard deviation of log returns",
        "Volatility per bar over 20 bars, not annualised",
        unit="fraction",
    ),
    Definition(
        "realised_variance_20",
        f"sum({_LOG_RETURN}^2, 20)",
        "nautilus",
        "Andersen & Bollerslev (1998), Answering the Skeptics, International Economic Review 39(4)",
        "Sum of squared log returns over 20 bars",
        unit="variance",
    ),
    Definition(
        "garman_klass_20",
        f"sqrt(mean({_GARMAN_KLASS}, 20))",
        "nautilus",
        "Garman & Klass (1980), On the Estimation of Security Price Volatilities, Journal of Business 53(1)",
        "Range-based volatility per bar over 20 bars, not annualised",
        unit="fraction",
    ),
    Definition(
        "volume_mean_20",
        "mean(volume, 20)",
        "nautilus",
        "Arithmetic mean",
        "Mean volume of 20 bars, in lots or shares",
        "quantity",
    ),
    Definition(
        "volume_ratio_20",
        "volume / mean(volume, 20)",
        "nautilus",
        "Relative volume",
        "Volume of the bar over the mean of the last 20, itself included",
    ),
    Definition(
        "turnover_20",
        "mean(close * volume, 20)",
        "nautilus",
        "adv of Kakushadze (2015), appendix A",
        "Mean of close × volume over 20 bars: currency traded per bar and unit of multiplier",
        unit="currency",
    ),
)
