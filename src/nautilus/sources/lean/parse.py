"""Which file of LEAN is read how. Pure."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from nautilus.sources.base import Batch, Payload
from nautilus.sources.files import contents
from nautilus.sources.lean import bars, identities, options, ticks, universe
from nautilus.sources.lean.actions import actions

_KINDS: Mapping[str, tuple[str, Callable[[bytes], Iterator[Batch]]]] = {
    "map files": ("us_equity_map_files_lean", identities.identities),
    "factor files": ("us_equity_factor_files_lean", actions),
    "coarse universe": ("us_equity_coarse_universe_lean_201403_04", universe.universe),
    "daily trade bars": ("us_equity_daily_lean", bars.daily),
    "hour trade bars": ("us_equity_hour_lean", partial(bars.trade_bars, seconds=3600)),
    "minute trade bars": ("us_equity_minute_trade_bars_lean", partial(bars.trade_bars, seconds=60)),
    "minute quote bars": ("us_equity_minute_quote_bars_lean", partial(bars.quote_bars, seconds=60)),
    "second trade bars": ("us_equity_second_trade_bars_lean", partial(bars.trade_bars, seconds=1)),
    "second quote bars": ("us_equity_second_quote_bars_lean", partial(bars.quote_bars, seconds=1)),
    "fx minute quote bars": ("fx_minute_quote_bars_lean", bars.currency_bars),
    "option bars": ("us_option_daily_lean", options.options),
    "fx ticks": ("fx_tick_quotes_eurusd_fxcm_lean_201405", ticks.currency_quotes),
    "equity quotes": ("us_equity_tick_quotes_ibm_lean_201310", ticks.quotes),
    "equity best quotes": ("us_equity_tick_nbbo_ibm_derived_201310", ticks.best_quotes),
    "equity trades": ("us_equity_tick_trades_lean_201310", ticks.trades),
}
PARTS = {part: (f"{file}.parquet",) for part, (file, _) in _KINDS.items()}
"""Who traded as what comes first: the rest refers to it."""


def parse(payload: Payload) -> Iterator[Batch]:
    """The tables of one part. Raises KeyError for a part that LEAN does not have."""
    (content,) = contents(payload).values()
    return _KINDS[payload.part.name][1](content)
