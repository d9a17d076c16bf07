"""The page: figures with units, equity and drawdown, returns by month, round trips; what was run, from what data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import pairwise

import numpy as np

from nautilus.domain.market import F64, I64
from nautilus.domain.orders import Fill
from nautilus.domain.time import from_ns, iso
from nautilus.quant.performance import (
    drawdowns,
    max_drawdown,
    periods_per_year,
    sharpe_ratio,
    sharpe_standard_error,
    simple_returns,
    total_return,
    volatility,
)
from nautilus.quant.tearsheet.chart import Line, line_chart
from nautilus.quant.tearsheet.trips import RoundTrip, round_trips

ABSENT = "–"
_MOST_TRIPS = 200
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Sheet:
    """What a tear sheet shows. `equity` (n,) is the account's value at `ts_event` (n,) [ns], after the start."""

    title: str
    source: str
    """Where the data came from, in words."""
    as_of_ns: int
    """Session time of the last record in it."""
    currency: str
    starting_cash: Decimal
    ts_event: I64
    equity: F64
    fills: Sequence[Fill]
    order_count: int
    facts: Sequence[tuple[str, str]]
    """What was run: identifiers, hashes, parameters."""
    notes: Sequence[str]
    """What a reader must know to judge the numbers."""


@dataclass(frozen=True)
class Figure:
    """A number as it is shown, with its unit."""

    name: str
    value: str
    unit: str


def render(sheet: Sheet) -> str:
    """The page as HTML text."""
    curve = np.concatenate([[float(sheet.starting_cash)], sheet.equity])
    trips = round_trips(sheet.fills)
    equity = Line(sheet.ts_event, sheet.equity, f"Equity in {sheet.currency}", lambda v: f"{v:,.0f}", css="equity")
    losses = Line(
        sheet.ts_event, -drawdowns(curve)[1:] * 100, "Drawdown in %", lambda v: f"{v:g} %", css="drawdown", to_zero=True
    )
    title = escape(sheet.title)
    sections = [
        f"<h1>{title}</h1>",
        f'<p class="lead">Data: {escape(sheet.source)}. As of {iso(sheet.as_of_ns)} (session time, UTC).</p>',
        _figures([*performance_figures(sheet, curve), *trading_figures(sheet, trips)]),
        f"<h2>Equity <small>{escape(sheet.currency)}</small></h2>{line_chart(equity)}",
        f"<h2>Drawdown <small>% of the highest equity so far</small></h2>{line_chart(losses)}",
        _months(sheet, curve),
        _trips(trips, sheet.currency),
        "<h2>What was run</h2>" + _table(("", ""), [(name, value) for name, value in sheet.facts]),
        "<h2>How to read it</h2><ul>" + "".join(f"<li>{escape(note)}</li>" for note in sheet.notes) + "</ul>",
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main>{''.join(sections)}</main></body></html>\n"
    )


def performance_figures(sheet: Sheet, curve: F64) -> list[Figure]:
    """Measures of the curve, whose first point is the starting cash."""
    periods = periods_per_year(sheet.ts_event)
    returns = simple_returns(curve) if np.all(curve[:-1] > 0.0) else np.empty(0)
    sharpe = sharpe_ratio(returns, periods)
    error = None if sharpe is None else sharpe_standard_error(sharpe, returns.shape[0], periods)
    annual = f"annualised, {periods:g} periods a year"
    return [
        Figure("Total return", _percent(total_return(curve)), "%"),
        Figure("Volatility", _percent(volatility(returns, periods)), f"% {annual}"),
        Figure("Sharpe ratio", _number(sharpe), annual),
        Figure("its standard error", _number(error), "Lo (2002), independent returns"),
        Figure("Maximum drawdown", _percent(max_drawdown(curve)), "%"),
        Figure("Final equity", f"{curve[-1]:,.2f}", sheet.currency),
        Figure("Starting cash", f"{sheet.starting_cash:,.2f}", sheet.currency),
        Figure("Observations", f"{len(sheet.equity):,}", "marks"),
    ]


def trading_figures(sheet: Sheet, trips: Sequence[RoundTrip]) -> list[Figure]:
    turnover = sum((fill.quantity * fill.price * fill.multiplier for fill in sheet.fills), Decimal(0))
    commission = sum((fill.commission for fill in sheet.fills), Decimal(0))
    won = sum(trip.pnl > 0 for trip in trips)
    return [
        Figure("Orders", f"{sheet.order_count:,}", ""),
        Figure("Fills", f"{len(sheet.fills):,}", ""),
        Figure("Round trips", f"{len(trips):,}", "closed"),
        Figure("Round trips won", _percent(won / len(trips)) if trips else ABSENT, "% after commission"),
        Figure("Traded notional", f"{turnover:,.0f}", sheet.currency),
        Figure("Commission", f"{commission:,.2f}", sheet.currency),
    ]


def monthly_returns(ts_event: I64, curve: F64) -> dict[int, dict[int, float]]:
    """Return of each calendar month (UTC) by year and month, from equity at its last mark; empty below two months."""
    moments = [from_ns(int(ts)) for ts in ts_event]
    ends: dict[tuple[int, int], float] = {(m.year, m.month): value for m, value in zip(moments, curve[1:], strict=True)}
    if len(ends) < 2:
        return {}
    table: dict[int, dict[int, float]] = {}
    levels = [float(curve[0]), *ends.values()]
    for (year, month), (before, after) in zip(ends, pairwise(levels), strict=True):
        table.setdefault(year, {})[month] = after / before - 1.0 if before > 0.0 else float("nan")
    return table


def _months(sheet: Sheet, curve: F64) -> str:
    table = monthly_returns(sheet.ts_event, curve)
    if not table:
        return ""
    rows = []
    for year, months in table.items():
        total = float(np.prod([1.0 + value for value in months.values()]) - 1.0)
        rows.append((str(year), *(_percent(months.get(month), 1) for month in range(1, 13)), _percent(total, 1)))
    return "<h2>Return by month <small>%</small></h2>" + _table(("Year", *_MONTHS, "Year"), rows)


def _trips(trips: Sequence[RoundTrip], currency: str) -> str:
    if not trips:
        return ""
    rows = [
        (trip.instrument_id, trip.side.value, iso(trip.opened_ns), iso(trip.closed_ns), f"{trip.pnl:,.2f}")
        for trip in trips[-_MOST_TRIPS:]
    ]
    shown = f"the last {_MOST_TRIPS} of {len(trips):,}" if len(trips) > _MOST_TRIPS else f"all {len(trips):,}"
    head = ("Instrument", "Opened by", "Opened (UTC)", "Closed (UTC)", f"P&L after commission, {currency}")
    return f"<h2>Round trips <small>{shown}</small></h2>" + _table(head, rows)


def _figures(figures: Iterable[Figure]) -> str:
    cells = "".join(
        f"<div><dt>{escape(f.name)}</dt><dd>{escape(f.value)} <small>{escape(f.unit)}</small></dd></div>"
        for f in figures
    )
    return f'<dl class="figures">{cells}</dl>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    top = "<thead><tr>" + "".join(f"<th>{escape(h)}</th>" for h in head) + "</tr></thead>" if any(head) else ""
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="wide"><table>{top}<tbody>{body}</tbody></table></div>'


def _percent(value: float | None, places: int = 2) -> str:
    return ABSENT if value is None or not np.isfinite(value) else f"{value * 100:.{places}f}"


def _number(value: float | None) -> str:
    return ABSENT if value is None else f"{value:.2f}"


_STYLE = """
:root{color-scheme:light dark;--ink:#1b2126;--dim:#5c6770;--line:#d5dbe0;--back:#fff;--gain:#0b6e99;--loss:#b3261e}
@media(prefers-color-scheme:dark){
:root{--ink:#e6eaed;--dim:#9aa6af;--line:#3a444c;--back:#14191d;--gain:#5cc2f0;--loss:#ff8a80}}
body{margin:0;background:var(--back);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:960px;margin:0 auto;padding:24px 20px 60px}
h1{font-size:24px;margin:0 0 4px}h2{font-size:17px;margin:32px 0 8px}small{color:var(--dim);font-weight:400}
.lead{color:var(--dim);margin:0 0 20px}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(210px,1fr));gap:12px 20px;margin:0}
.figures dt{color:var(--dim);font-size:13px}.figures dd{margin:0;font-size:19px;font-variant-numeric:tabular-nums}
.figures small{display:block;font-size:12px}
svg{width:100%;height:auto;display:block}svg text{font-size:11px;fill:var(--dim)}
.grid,.tick{stroke:var(--line);stroke-width:1}.line{fill:none;stroke:var(--gain);stroke-width:1.4}
.drawdown .line{stroke:var(--loss)}.area{fill:var(--loss);fill-opacity:.15}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
th,td{padding:3px 10px 3px 0;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap}
th{color:var(--dim);font-weight:500}td:not(:first-child){overflow-wrap:anywhere}
@media print{main{max-width:none}h2{break-after:avoid}}
""".strip()
