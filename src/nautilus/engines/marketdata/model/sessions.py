"""The sessions that are offered, first the one that a newcomer should play.

Shares are played as they traded, and the corporate actions of a session's own source come with them. The bundled
history has splits and no dividends. `equities-daily` lies between two splits (NFLX 2015-07-15, AAPL 2020-08-31), and a
look-back of a year before it meets none either; in `equities-splits` lie those of AAPL (7 for 1, 2014-06-09) and NFLX
(7 for 1, 2015-07-15). Quotes are derived with these spreads, in ticks of a cent, about one basis point of the price:
an assumption, wider than what most of these shares traded at. For the future two ticks where one is common, so that
half the spread lies on the tick grid.
"""

from datetime import UTC, datetime
from decimal import Decimal

from nautilus.domain.time import to_ns
from nautilus.history import RecordKind, SessionSpec

EQUITIES_DAILY = SessionSpec(
    name="equities-daily",
    title="Six US equities, daily bars 2017-2019, as traded",
    kind=RecordKind.BARS,
    source="sample",
    instrument_ids=("AAPL.XNAS", "AMZN.XNAS", "GOOG.XNAS", "META.XNAS", "NFLX.XNAS", "NVDA.XNAS"),
    first_ts=to_ns(datetime(2017, 1, 1, tzinfo=UTC)),
    last_ts=to_ns(datetime(2019, 12, 31, 23, tzinfo=UTC)),
    as_of=to_ns(datetime(2020, 1, 1, tzinfo=UTC)),
    step_seconds=86_400,
    account_type="CASH",
    currency="USD",
    starting_cash=Decimal("1000000.00"),
    mark_seconds=86_400,
    spread_ticks={
        "AAPL.XNAS": 2,
        "AMZN.XNAS": 16,
        "GOOG.XNAS": 12,
        "META.XNAS": 2,
        "NFLX.XNAS": 4,
        "NVDA.XNAS": 2,
    },
    frame_records=96,
)
EQUITIES_SPLITS = SessionSpec(
    name="equities-splits",
    title="Three US equities over two splits, daily bars 2014-2015, as traded",
    kind=RecordKind.BARS,
    source="sample",
    instrument_ids=("AAPL.XNAS", "META.XNAS", "NFLX.XNAS"),
    first_ts=to_ns(datetime(2014, 1, 1, tzinfo=UTC)),
    last_ts=to_ns(datetime(2015, 12, 31, 23, tzinfo=UTC)),
    as_of=to_ns(datetime(2016, 1, 1, tzinfo=UTC)),
    step_seconds=86_400,
    account_type="CASH",
    currency="USD",
    starting_cash=Decimal("1000000.00"),
    mark_seconds=86_400,
    spread_ticks={"AAPL.XNAS": 2, "META.XNAS": 2, "NFLX.XNAS": 4},
    frame_records=96,
)
ES_TRADES = SessionSpec(
    name="es-trades",
    title="E-mini S&P 500 future, 500,000 trades, 2013-09-01 to 09-03",
    kind=RecordKind.TRADES,
    source="sample",
    instrument_ids=("ES.XCME",),
    first_ts=to_ns(datetime(2013, 9, 1, tzinfo=UTC)),
    last_ts=to_ns(datetime(2013, 9, 4, tzinfo=UTC)),
    as_of=to_ns(datetime(2013, 9, 4, tzinfo=UTC)),
    step_seconds=60,
    account_type="MARGIN",
    currency="USD",
    starting_cash=Decimal("1000000.00"),
    mark_seconds=300,
    spread_ticks={"ES.XCME": 2},
    frame_records=4_096,
)
SESSIONS = (EQUITIES_DAILY, ES_TRADES, EQUITIES_SPLITS)
