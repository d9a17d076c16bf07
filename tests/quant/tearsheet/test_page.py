"""The tear sheet: right numbers, nothing that runs or is loaded, well-formed."""

from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser

import numpy as np
import pytest

from nautilus.domain.orders import Fill, OrderSide
from nautilus.domain.time import NS_PER_DAY, to_ns
from nautilus.quant.tearsheet import Sheet, render
from nautilus.quant.tearsheet.page import monthly_returns

VOID = {"meta", "line", "polyline", "polygon"}


def sheet(count=400, **changes):
    start = to_ns(datetime(2020, 1, 1, 21, tzinfo=UTC))
    ts = start + np.arange(count) * NS_PER_DAY
    growth = np.random.default_rng(8).normal(0.0005, 0.01, count)
    fills = [
        Fill(
            f"f{n}",
            f"o{n}",
            "momentum",
            "AAPL.XNAS",
            side,
            Decimal(10),
            Decimal(price),
            Decimal(1),
            Decimal("0.50"),
            "USD",
            int(start + n * NS_PER_DAY),
            n,
        )
        for n, (side, price) in enumerate([(OrderSide.BUY, "100"), (OrderSide.SELL, "110")])
    ]
    values = {
        "title": "momentum <on> equities-daily",
        "source": "bundled bars",
        "as_of_ns": int(ts[-1]) if count else start,
        "currency": "USD",
        "starting_cash": Decimal(100_000),
        "ts_event": ts,
        "equity": 100_000 * np.cumprod(1 + growth),
        "fills": fills,
        "order_count": 3,
        "facts": (("Inputs", "3f2a"),),
        "notes": ("Quotes are derived.",),
    }
    return Sheet(**(values | changes))


class Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.attributes = [], set(), []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def parsed(text):
    parser = Balance()
    parser.feed(text)
    parser.close()
    assert parser.open == []
    return parser


@pytest.mark.parametrize("count", [0, 1, 2, 40, 4000])
def test_it_is_well_formed_and_runs_and_loads_nothing(count):
    page = render(sheet(count, **({"fills": []} if count < 2 else {})))
    found = parsed(page)
    assert not found.seen & {"script", "link", "img", "iframe", "object"}
    assert not [name for name, _ in found.attributes if name.startswith("on") or name in {"src", "href"}]
    assert "url(" not in page
    assert "momentum &lt;on&gt; equities-daily" in page


def test_figures_carry_units_as_of_and_source():
    page = render(sheet())
    assert "As of 2021-02-03T21:00:00Z (session time, UTC)" in page
    assert "Data: bundled bars." in page
    assert "<dt>Commission</dt><dd>1.00 <small>USD</small>" in page
    assert "<dt>Traded notional</dt><dd>2,100 <small>USD</small>" in page
    assert "<dt>Orders</dt><dd>3 " in page
    assert "<td>99.00</td>" in page  # 10 × 10 less the commission of both fills


def test_what_is_not_defined_is_absent_not_zero():
    page = render(sheet(1, fills=[]))
    assert "<dt>Sharpe ratio</dt><dd>– " in page
    assert "<dt>Round trips won</dt><dd>– " in page


def test_months_compound_to_the_year_and_years_to_the_whole():
    made = sheet(800)
    curve = np.concatenate([[100_000.0], made.equity])
    table = monthly_returns(made.ts_event, curve)
    whole = np.prod([1 + value for months in table.values() for value in months.values()])
    assert whole == pytest.approx(curve[-1] / curve[0])
    assert list(table) == [2020, 2021, 2022]
    assert list(table[2020]) == list(range(1, 13))
    january = made.equity[30]  # the 31st of January is the 31st mark
    assert table[2020][1] == pytest.approx(january / 100_000 - 1)
