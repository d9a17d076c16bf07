"""Margin of an account at its marks: covered positions summed, the others named."""

import pytest

from nautilus.domain.orders import PositionSide
from nautilus.engines.collateral import ENGINE
from nautilus.engines.collateral.api import ROUTES
from nautilus.engines.collateral.messages import MARGINS
from nautilus.engines.collateral.service import CollateralService
from nautilus.engines.marketdata.messages import Watermark
from nautilus.engines.portfolio.messages import VALUATIONS, Position, Valued
from nautilus.kernel.errors import NotFoundError
from support.engine import ask, bench, empty

pytestmark = pytest.mark.stack


def position(instrument_id, quantity, price, *, kind="EQUITY"):
    return Position(
        instrument_id=instrument_id,
        side=PositionSide.LONG if quantity > 0 else PositionSide.SHORT,
        quantity=str(abs(quantity)),
        multiplier="50" if kind == "FUTURE" else "1",
        average_price=price,
        mark_price=price,
        market_value="0",
        unrealised="0",
        realised="0",
        kind=kind,
        notional="0",
    )


BOOK = (
    position("AAPL.XNAS", 100, "50.00"),
    position("IBM.XNYS", -100, "10.00"),
    position("ESU3.XCME", 2, "1640.25", kind="FUTURE"),
)


def valued(run, sequence, *positions, final=False):
    return Valued(
        ts_event=sequence,
        ts_init=0,
        run=run,
        account=f"paper-{run}",
        sequence=sequence,
        starting_cash="10000.00",
        cash="0.00",
        equity="9000.00",
        commission="0.00",
        positions=positions,
        final=final,
    )


@pytest.fixture
async def collateral(database_url, tmp_path):
    async with bench(CollateralService, ENGINE, database_url, tmp_path) as made:
        yield made
        await empty(made.service.context.database, ENGINE.name)


async def test_covered_positions_are_summed_and_a_future_is_named(collateral):
    await collateral.feed(VALUATIONS, valued(1, 3, *BOOK), message_id="portfolio-1")
    await collateral.feed(VALUATIONS, valued(1, 3, *BOOK), message_id="portfolio-1")
    (margined,) = await collateral.emitted(MARGINS)
    # Long 5,000: 50 % and 25 %. Short 1,000 at $10: 50 % beyond the proceeds, and $5 a share.
    assert (margined.initial, margined.maintenance, margined.excess) == ("3000.00", "1750.00", "7250.00")
    assert margined.not_covered == ("ESU3.XCME",)
    view = await ask(ROUTES, collateral.service, "GET", "/margin")
    assert view["complete"] is False
    future = next(p for p in view["positions"] if p["instrument_id"] == "ESU3.XCME")
    assert (future["initial"], future["maintenance"]) == (None, None)
    assert "exchange" in future["reason"]


async def test_a_book_of_equities_is_complete(collateral):
    await collateral.feed(VALUATIONS, valued(1, 3, *BOOK[:2]))
    assert (await ask(ROUTES, collateral.service, "GET", "/margin"))["complete"]


async def test_marks_are_listed_and_the_final_one_ends_the_run(collateral):
    await collateral.feed(VALUATIONS, valued(1, 3, *BOOK), valued(1, 6), valued(1, 6, final=True))
    first = await ask(ROUTES, collateral.service, "GET", "/margins", query={"limit": 1})
    assert [m["sequence"] for m in first["items"]] == [3]
    rest = await ask(ROUTES, collateral.service, "GET", "/margins", query={"cursor": first["next_cursor"]})
    assert [(m["sequence"], m["final"], m["initial"]) for m in rest["items"]] == [(6, True, "0.00")]
    newest = await ask(ROUTES, collateral.service, "GET", "/margins", query={"newest": True})
    assert [m["sequence"] for m in newest["items"]] == [6, 3]
    await collateral.service.announce()
    watermark = collateral.published.last(Watermark)
    assert (watermark.consumer, watermark.run, watermark.sequence, watermark.final) == ("collateral", 1, 6, True)


async def test_before_the_first_mark_there_is_nothing(collateral):
    await collateral.service.announce()
    assert collateral.published.messages == []
    with pytest.raises(NotFoundError):
        await ask(ROUTES, collateral.service, "GET", "/margin")
