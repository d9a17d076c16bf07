"""The queue: one at a time, equal inputs once, cancel, crash, restart; results, tear sheet and comparison."""

import asyncio
from pathlib import Path

import httpx
import msgspec
import pytest

from engines.backtesting.sample import RESULT
from nautilus.engines.backtesting import ENGINE, service
from nautilus.engines.backtesting.api import ROUTES
from nautilus.engines.backtesting.messages import FINISHED
from nautilus.engines.backtesting.service import BacktestingService
from nautilus.kernel.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from support.engine import ask, bench, empty
from support.history import DAILY_SPEC, daily_prices, fill_bars

pytestmark = pytest.mark.stack

PATH = "engines.backtesting.sample:Sample"


class Others:
    """The engines that are asked over HTTP."""

    def __init__(self):
        self.orders, self.fills, self.session, self.away = [], [], DAILY_SPEC.name, False

    def __call__(self, request):
        if self.away:
            raise httpx.ConnectError("refused")
        path, query = request.url.path, request.url.params
        if path == "/strategies":
            return self.reply(
                {"items": [{"strategy_id": "sample", "path": PATH, "parameters": {}}], "next_cursor": None}
            )
        if path.startswith("/replays/"):
            return self.reply({"run": 17, "session": self.session})
        rows = self.orders if path == "/orders" else self.fills
        assert query["run"] == "17"
        start = int(query["cursor"] or 0)
        return self.reply(
            {"items": rows[start : start + 1], "next_cursor": str(start + 1) if start + 1 < len(rows) else None}
        )

    def reply(self, body):
        return httpx.Response(200, content=msgspec.json.encode(body))


@pytest.fixture
def others():
    return Others()


@pytest.fixture
async def backtesting(database_url, tmp_path, monkeypatch, others):
    monkeypatch.setattr(service, "WORKER", "engines.backtesting.sample")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    http = httpx.AsyncClient(transport=httpx.MockTransport(others))
    async with bench(BacktestingService, ENGINE, database_url, tmp_path, http) as made:
        await fill_bars(made.service.context.database, daily_prices(3))
        task = asyncio.create_task(made.service.run())
        yield made
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await empty(made.service.context.database, ENGINE.name)
        await empty(made.service.context.database, "marketdata")


async def submit(made, behaviour="finish", strategy=PATH):
    body = {"session": DAILY_SPEC.name, "strategy": strategy, "parameters": {"behaviour": behaviour}}
    return await ask(ROUTES, made.service, "POST", "/backtests", body=body)


async def state(made, backtest_id, *wanted):
    async with asyncio.timeout(60):
        while True:
            found = await ask(ROUTES, made.service, "GET", "/backtests/{backtest_id}", backtest_id=backtest_id)
            if found["state"] in wanted:
                return found
            await asyncio.sleep(0.05)


async def test_a_backtest_runs_once_and_is_kept(backtesting):
    first = await submit(backtesting)
    assert first["state"] in ("QUEUED", "RUNNING")
    assert first["limits"]["order_notional"] == "25000.00"
    done = await state(backtesting, first["backtest_id"], "FINISHED")
    assert (done["orders"], done["fills"], done["error"]) == (2, 1, "")
    again = await submit(backtesting, strategy="sample")
    assert (again["backtest_id"], again["state"]) == (first["backtest_id"], "FINISHED")
    (event,) = await backtesting.emitted(FINISHED)
    assert (event.backtest_id, event.strategy, event.orders) == (first["backtest_id"], "sample", 2)
    one = {"backtest_id": first["backtest_id"]}
    page = await ask(ROUTES, backtesting.service, "GET", "/backtests/{backtest_id}/orders", query={"limit": 1}, **one)
    rest = await ask(
        ROUTES,
        backtesting.service,
        "GET",
        "/backtests/{backtest_id}/orders",
        query={"cursor": page["next_cursor"]},
        **one,
    )
    assert [row["client_order_id"] for row in [*page["items"], *rest["items"]]] == ["R0-sample-1", "R0-sample-2"]
    assert rest["next_cursor"] is None
    listed = await ask(ROUTES, backtesting.service, "GET", "/backtests")
    assert [row["backtest_id"] for row in listed["items"]] == [first["backtest_id"]]


async def test_the_tear_sheet_names_data_inputs_and_what_is_derived(backtesting):
    backtest_id = (await submit(backtesting))["backtest_id"]
    await state(backtesting, backtest_id, "FINISHED")
    page = await ask(ROUTES, backtesting.service, "GET", "/backtests/{backtest_id}/tearsheet", backtest_id=backtest_id)
    text = page.text if hasattr(page, "text") else page["text"]
    assert "sample on made-up-daily" in text
    assert f"{backtest_id} (hash of all inputs)" in text
    assert "2 ticks (AAA.XNAS)" in text
    assert "As of 1970-01-06T00:00:00Z" in text


async def test_what_fails_says_why_and_can_be_tried_again(backtesting):
    crashed = (await submit(backtesting, "crash"))["backtest_id"]
    found = await state(backtesting, crashed, "FAILED")
    assert "status 3" in found["error"]
    assert "out of luck" in found["error"]
    with pytest.raises(ConflictError, match="out of luck"):
        await ask(ROUTES, backtesting.service, "GET", "/backtests/{backtest_id}/fills", backtest_id=crashed)
    refused = (await submit(backtesting, "refuse"))["backtest_id"]
    assert (await state(backtesting, refused, "FAILED"))["error"] == "strategies may not do that"
    assert (await submit(backtesting, "refuse"))["state"] in ("QUEUED", "RUNNING")
    await state(backtesting, refused, "FAILED")


async def test_one_at_a_time_and_cancel(backtesting):
    hanging = (await submit(backtesting, "hang"))["backtest_id"]
    waiting = (await submit(backtesting))["backtest_id"]
    running = await state(backtesting, hanging, "RUNNING")
    async with asyncio.timeout(30):
        while running["sequence"] != 3:
            running = await state(backtesting, hanging, "RUNNING")
    assert (await state(backtesting, waiting, "QUEUED"))["sequence"] == 0
    cancelled = await ask(ROUTES, backtesting.service, "POST", "/backtests/{backtest_id}/cancel", backtest_id=hanging)
    assert cancelled["state"] == "CANCELLED"
    await state(backtesting, waiting, "FINISHED")
    assert (await state(backtesting, hanging, "CANCELLED", "FAILED"))["state"] == "CANCELLED"
    with pytest.raises(ConflictError, match="already"):
        await ask(ROUTES, backtesting.service, "POST", "/backtests/{backtest_id}/cancel", backtest_id=waiting)


async def test_what_was_running_at_a_kill_is_queued_again(backtesting, database_url, tmp_path):
    hanging = (await submit(backtesting, "hang"))["backtest_id"]
    await state(backtesting, hanging, "RUNNING")
    await backtesting.service.load()  # a failed transaction is no restart: it goes on
    await state(backtesting, hanging, "RUNNING")
    async with bench(BacktestingService, ENGINE, database_url, tmp_path) as again:
        await state(again, hanging, "QUEUED")
        assert (await again.service.backtest(hanging)).started_ns is None


async def test_comparison_reads_all_pages_of_the_paper_run(backtesting, others):
    backtest_id = (await submit(backtesting))["backtest_id"]
    await state(backtesting, backtest_id, "FINISHED")
    others.orders = [
        msgspec.to_builtins(msgspec.structs.replace(o, client_order_id=o.client_order_id.replace("R0", "R17")))
        | {"run": 17, "account": "paper-17"}
        for o in RESULT.orders
    ] + [msgspec.to_builtins(msgspec.structs.replace(RESULT.orders[0], strategy_id="other"))]
    others.fills = [msgspec.to_builtins(f) for f in RESULT.fills]
    path = "/backtests/{backtest_id}/compare"
    found = await ask(ROUTES, backtesting.service, "GET", path, backtest_id=backtest_id)
    assert found["equal"]
    assert (found["paper_orders"], found["paper_fills"]) == (2, 1)
    others.fills[0]["price"] = "50.26"
    found = await ask(ROUTES, backtesting.service, "GET", path, query={"run": 17}, backtest_id=backtest_id)
    assert [(d["key"], d["field"]) for d in found["differences"]] == [("sample-1#1", "price")]
    others.session = "es-trades"
    with pytest.raises(InvalidInputError, match="one session"):
        await ask(ROUTES, backtesting.service, "GET", path, backtest_id=backtest_id)
    others.away = True
    with pytest.raises(UnavailableError, match="does not answer"):
        await ask(ROUTES, backtesting.service, "GET", path, backtest_id=backtest_id)


async def test_what_cannot_be_run_is_refused(backtesting):
    with pytest.raises(InvalidInputError, match="behaviour"):
        await ask(
            ROUTES,
            backtesting.service,
            "POST",
            "/backtests",
            body={"session": DAILY_SPEC.name, "strategy": PATH, "parameters": {"window": 3}},
        )
    body = {"session": DAILY_SPEC.name, "strategy": PATH, "limits": {"daily_loss": "-1"}}
    with pytest.raises(InvalidInputError, match="daily_loss"):
        await ask(ROUTES, backtesting.service, "POST", "/backtests", body=body)
    with pytest.raises(NotFoundError, match="there are sample"):
        await submit(backtesting, strategy="unheard-of")
    with pytest.raises(NotFoundError, match="session"):
        await ask(ROUTES, backtesting.service, "POST", "/backtests", body={"session": "x", "strategy": PATH})
    with pytest.raises(NotFoundError):
        await ask(ROUTES, backtesting.service, "GET", "/backtests/{backtest_id}", backtest_id="0" * 16)
