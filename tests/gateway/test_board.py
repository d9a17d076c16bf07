"""The status page shows what the engines said: with units, times and words, and nothing where nothing was said."""

import re
from typing import Any, cast

import pytest

from nautilus.gateway.board import status_page, table
from nautilus.gateway.overview import EngineState, Overview, PlatformState

RUN = {
    "run": 2,
    "session": "equities-daily",
    "state": "RUNNING",
    "speed": 1500000.0,
    "sequence": 1131,
    "record_count": 4524,
    "ts_event": 1_483_477_200_000_000_000,
    "account": "paper-2",
    "currency": "USD",
}
ACCOUNT = {
    "account": "paper-2",
    "account_type": "CASH",
    "currency": "USD",
    "starting_cash": "1000000.00",
    "cash": "880000.10",
    "equity": "990000.00",
    "unrealised": "-10000.00",
    "commission": "5.17",
    "ts_event": 1_483_477_200_000_000_000,
    "final": False,
}
POSITION = {
    "instrument_id": "AAPL.XNAS",
    "side": "LONG",
    "quantity": "1033",
    "price": "116.17",
    "mark_price": "106.49",
    "market_value": "110004.17",
    "unrealised": "-9999.44",
}
ORDER = {
    "client_order_id": "R2-momentum-1",
    "strategy_id": "momentum",
    "instrument_id": "AAPL.XNAS",
    "side": "BUY",
    "order_type": "MARKET",
    "quantity": "1033",
    "price": None,
    "status": "FILLED",
    "ts_event": 1_483_477_200_000_000_000,
}
REPLIES = {
    "/replays/current": RUN,
    "/account": ACCOUNT,
    "/positions": {"items": [POSITION]},
    "/limits": {"items": [{"account": "paper-2", "halted": False}]},
}


class Engines:
    """What the engines say; a path without a reply is an engine that does not answer."""

    def __init__(self, replies: dict[str, Any], *, down: tuple[str, ...] = ()) -> None:
        self.replies = replies
        self.down = down

    async def state(self) -> PlatformState:
        names = ("marketdata", "portfolio", "risk")
        engines = tuple(EngineState(name, name not in self.down, "down" if name in self.down else "") for name in names)
        return PlatformState(not self.down, engines)

    async def ask(self, _engine: str, path: str, **_query: object) -> Any:
        return self.replies.get(path)

    async def last_orders(self, _run: int) -> list[Any]:
        return [ORDER]


async def shown(replies: dict[str, Any], *, down: tuple[str, ...] = ()) -> str:
    """The page's words."""
    page = await status_page(cast("Overview", Engines(replies, down=down)))
    return " ".join(re.sub(r"<style>.*</style>|<[^>]*>", " ", page.text, flags=re.DOTALL).split())


async def test_numbers_have_units_and_the_time_they_are_of() -> None:
    text = await shown(REPLIES)
    for words in (
        "PAPER – simulated money",
        "Nautilus: ready As of 20",
        "run 2, equities-daily state running speed 1,500,000 session s per s records played 1,131 of 4,524 (25 %)",
        "session time 2017-01-03 21:00:00 UTC",
        "Account paper-2, cash As of 2017-01-03 21:00:00 UTC, session time.",
        "equity, USD 990,000.00",
        "profit and loss, USD −10,000.00 return, % −1.00",
        "cash, USD 880,000.10",
        "commission paid, USD 5.17",
        "AAPL.XNAS LONG 1,033 116.17 106.49 110,004.17 −9,999.44",
        "2017-01-03 21:00:00 momentum AAPL.XNAS BUY MARKET 1,033 – FILLED R2-momentum-1",
        "Kill switch: off",
        "Engines: 3 of 3 ready",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("limits", "words"),
    [({"items": [{"halted": True}]}, "Kill switch: ON, new orders are refused."), (None, "Kill switch: unknown")],
)
async def test_the_kill_switch_is_a_word(limits: Any, words: str) -> None:
    assert words in (await shown(REPLIES | {"/limits": limits})).replace(" , ", ", ")


async def test_before_the_first_run_the_page_says_how_to_start_one() -> None:
    assert "Start a replay: nautilus replay start" in await shown({})
    down = await shown({}, down=("marketdata",))
    assert "Nautilus: not ready" in down
    assert "Start a replay" not in down
    assert "marketdata not ready down" in down


async def test_an_engine_that_does_not_answer_leaves_a_sentence_and_no_number() -> None:
    text = await shown({"/replays/current": RUN}, down=("portfolio",))
    assert text.count("portfolio has nothing to say now") == 2
    assert "equity" not in text


def test_what_engines_say_is_escaped() -> None:
    assert "<b>" not in table((("a", "a", ""),), [{"a": "<b>bold</b>"}], "USD")
