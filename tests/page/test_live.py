"""The page follows a replay: what it shows is what the engines say, and each control acts on them."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Download, Page, WebSocket, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from support.api import Api
from support.browser import Visit, visit
from support.desk import connection, panel, row_keys, shown
from support.platform import Platform

SYMBOL = "ES.XCME"
STEP_NS = 300 * 10**9


@pytest.fixture(scope="module")
def run(api: Api) -> int:
    """A run with fills that stands still: for tests that move nothing, which come first."""
    return api.held_with_fills()


def test_the_figures_of_the_overview_are_those_of_the_engines(window: Visit, page: Page, api: Api, run: int) -> None:
    account = api.get("portfolio/account", run=run)
    measure = api.items("risk/measures", run=run, newest=True)[0]
    gain = Decimal(account["equity"]) - Decimal(account["starting_cash"])
    assert gain != 0, "nothing has happened yet"
    figures = {
        f"Net asset value, {account['account']}": f"{shown(account['equity'])} USD",
        "Profit and loss": ("+" if gain > 0 else "") + f"{shown(gain)} USD",
        "Gross exposure": f"{shown(measure['gross_exposure'])} USD",
        "Value at risk": "no value" if measure["var_95"] is None else f"{shown(measure['var_95'])} USD",
        "Orders of this run": shown(len(api.orders(run)), 0),
    }
    window.open("/")
    for label, text in figures.items():
        expect(panel(page, "Account").get_by_role("group", name=label)).to_contain_text(text)
    position = api.replay(run)
    replay = panel(page, "Replay")
    expect(replay).to_contain_text(f"Run {run}, es-trades")
    expect(replay).to_contain_text("paused")
    expect(replay).to_contain_text(f"{position['sequence']:,} of {position['record_count']:,} records")


def test_the_blotter_is_the_engines_list(window: Visit, page: Page, api: Api, run: int) -> None:
    listed = {
        "orders": ("Orders", "client_order_id", api.orders(run)),
        "fills": ("Fills", "fill_id", api.fills(run)),
    }
    for name, (title, key, items) in listed.items():
        window.open(f"/orders?list={name}")
        table = panel(page, title)
        expect(table).to_contain_text(f"{len(items):,} rows")
        expect(table.locator("tr[data-key]").first).to_be_visible()
        shown_first = row_keys(table)
        assert shown_first == [item[key] for item in items[: len(shown_first)]]
        for item in items[:3]:
            row = table.locator(f'tr[data-key="{item[key]}"]')
            expect(row).to_contain_text(item["side"])
            expect(row).to_contain_text(shown(item["quantity"], 0))
            expect(row).to_contain_text(item["status"].lower() if "status" in item else shown(item["price"]))


def test_lists_are_downloaded_whole(window: Visit, page: Page, api: Api, run: int, tmp_path: Path) -> None:
    listed = api.orders(run)
    window.open("/orders")
    table = panel(page, "Orders")
    expect(table).to_contain_text(f"{len(listed):,} rows")
    with page.expect_download() as text:
        table.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(saved(text.value, tmp_path).read_text())))
    assert [row["Order"] for row in rows] == [order["client_order_id"] for order in listed]
    assert [row["Status"] for row in rows] == [order["status"] for order in listed]
    with page.expect_download() as binary:
        table.get_by_role("link", name="Parquet").click()
    stored = pq.read_table(saved(binary.value, tmp_path))
    assert sorted(stored["client_order_id"].to_pylist()) == sorted(order["client_order_id"] for order in listed)
    assert stored.schema.metadata[b"source"] == b"execution /orders"


def saved(download: Download, folder: Path) -> Path:
    file = folder / download.suggested_filename
    download.save_as(file)
    return file


def test_the_market_is_what_the_run_has_played(window: Visit, page: Page, api: Api, run: int) -> None:
    asked = {"instrument_id": SYMBOL, "limit": 5}
    bars = api.get(f"marketdata/replays/{run}/bars", **asked, step_seconds=300, newest=True)["items"]
    quote = api.get(f"marketdata/quotes/{SYMBOL}")
    trades = api.get(f"marketdata/replays/{run}/trades", **asked)["items"]
    window.open("/market?bar=300")
    book = panel(page, "Book")
    for side in ("bid", "ask"):
        expect(book.get_by_role("row", name=re.compile(side, re.IGNORECASE))).to_contain_text(shown(quote[side]))
    expect(book).to_contain_text("derived, not quoted")
    tape = panel(page, "Tape").locator("tbody tr")
    for place, trade in enumerate(trades):
        expect(tape.nth(place)).to_contain_text(shown(trade["price"]))
        expect(tape.nth(place)).to_contain_text(shown(trade["size"], 0))
    chart = panel(page, f"{SYMBOL}, 5 min bars")
    chart.get_by_role("button", name="Table of").click()
    expect(chart.locator("tr[data-key]").nth(len(bars) - 1)).to_be_visible()
    begins = [str((bar["ts_event"] - 1) // STEP_NS * STEP_NS // 10**9) for bar in bars]
    assert row_keys(chart)[: len(bars)] == begins
    for begin, bar in zip(begins, bars, strict=True):
        cells = chart.locator(f'tr[data-key="{begin}"]').get_by_role("cell").all_inner_texts()
        expected = [shown(bar[name]) for name in ("open", "high", "low", "close")] + [shown(bar["volume"], 0)]
        assert [cell.removesuffix(" USD") for cell in cells[1:6]] == expected


def test_live_values_come_by_a_ticket_that_opens_one_stream(window: Visit, page: Page) -> None:
    opened: list[WebSocket] = []
    page.on("websocket", lambda stream: opened.append(stream))  # noqa: PLW0108 - it hangs something on what it is given
    window.open("/")
    expect(connection(page)).to_have_text("live")
    expect(page.get_by_role("banner")).to_contain_text(re.compile(r"\d ms"))
    (stream,) = opened
    assert re.search(r"/api/websocket/stream\?ticket=[\w-]{20,}$", stream.url)
    with pytest.raises(InvalidStatus) as refused:
        connect(stream.url, proxy=None)
    assert refused.value.response.status_code == 401


def test_an_engine_opens_to_its_log_and_its_settings(window: Visit, page: Page, api: Api, nautilus: Platform) -> None:
    window.open("/")
    names = sorted(engine["name"] for engine in api.get("engines")["items"])
    assert sorted(row_keys(panel(page, "Engines: 13 of 13 ready"))) == names
    page.locator('tr[data-key="execution"]').click()
    drawer = page.get_by_role("dialog", name="Engine execution")
    drawer.get_by_role("tab", name="Log").click()
    written = api.get("engines/execution/log", level="INFO", limit=5)["items"]
    drawer.get_by_role("button", name="Read again").click()
    log = drawer.get_by_role("list", name="Log of execution, newest first")
    for line in written:
        expect(log).to_contain_text(line["message"])
    drawer.get_by_role("textbox", name="Contains").fill("the node of")
    expect(log.get_by_role("listitem").filter(has_not_text="the node of")).to_have_count(0)
    expect(log.get_by_role("listitem").first).to_contain_text("the node of")

    drawer.get_by_role("tab", name="Configuration").click()
    settings = api.get("engines/execution/configuration")["items"]
    rows = drawer.get_by_role("row")
    expect(rows).to_have_count(len(settings) + 1)
    for row, setting in zip(rows.all()[1:], settings, strict=True):
        expect(row).to_contain_text(setting["name"])
        expect(row).to_contain_text(setting["value"] or "not set")
    expect(drawer).to_contain_text("***")
    secrets = [file.read_text().strip() for file in [nautilus.home / "token", *(nautilus.home / "secrets").iterdir()]]
    assert secrets
    assert not [secret for secret in secrets if secret in page.content()]
    assert page.url.endswith("/?engine=execution&tab=configuration")


def test_a_restart_begins_anew_on_every_page(browser: Browser, nautilus: Platform, api: Api, run: int) -> None:
    """The run before it has fills, of which nothing may be left."""
    api.post(f"marketdata/replays/{run}/speed", speed=1)
    after = run + 1
    says = {
        "/": f"Run {after}, es-trades",
        "/market": f"run {after}, es-trades",
        "/orders?list=fills": f"Orders of run {after}",
        "/risk": f"paper-{after}, version 1",
    }
    with visit(browser, nautilus) as window:
        pages = {}
        for path in says:
            pages[path] = window.page.context.new_page()
            pages[path].goto(window.base + path)
        expect(panel(pages["/orders?list=fills"], "Fills").locator("tr[data-key]").first).to_be_visible()
        panel(pages["/"], "Replay").get_by_role("button", name="Restart as a new run").click()
        for path, text in says.items():
            expect(pages[path].get_by_role("main")).to_contain_text(text)
            expect(pages[path].get_by_role("banner")).to_contain_text(f"paper-{after}")
        expect(panel(pages["/orders?list=fills"], "Fills")).to_contain_text("No fill yet.")
        expect(panel(pages["/"], "Account").get_by_role("group", name="Net asset value")).to_contain_text(
            "1,000,000.00"
        )
        assert api.replay(run)["state"] == "STOPPED"
        assert api.newest_run() == after
        api.steer(after, "stop")


@pytest.fixture
def played(api: Api) -> int:
    """A run that goes on, slowly enough to be watched."""
    return api.start(speed=60)


def test_a_key_holds_live_values_still(window: Visit, page: Page, api: Api, played: int) -> None:
    window.open("/market")
    clock = panel(page, "Book").locator("time")
    expect(clock).to_be_visible()
    paused = page.get_by_role("button", name="paused")
    page.keyboard.press(".")
    expect(paused).to_be_visible()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 200)))")  # a last repaint
    still = clock.inner_text()
    held_at = api.get(f"marketdata/quotes/{SYMBOL}")["sequence"]
    api.until(lambda: api.get(f"marketdata/quotes/{SYMBOL}")["sequence"] > held_at + 50, "the run to go on")
    assert clock.inner_text() == still
    page.keyboard.press(".")
    expect(paused).to_be_hidden()
    expect(clock).not_to_have_text(still)
    api.hold(played)
    expect(panel(page, "Book").get_by_role("row", name=re.compile("Bid"))).to_contain_text(
        shown(api.get(f"marketdata/quotes/{SYMBOL}")["bid"])
    )


def test_a_run_is_paused_resumed_made_faster_and_stopped(window: Visit, page: Page, api: Api, played: int) -> None:
    window.open("/")
    replay = panel(page, "Replay")
    replay.get_by_role("button", name="Pause").click()
    expect(replay.get_by_role("button", name="Resume")).to_be_enabled()
    assert api.replay(played)["state"] == "PAUSED"
    expect(replay).to_contain_text("paused")
    replay.get_by_role("button", name="Resume").click()
    expect(replay.get_by_role("button", name="Pause")).to_be_enabled()
    assert api.replay(played)["state"] == "RUNNING"
    replay.get_by_role("combobox", name="Speed", exact=True).select_option("10")
    api.until(lambda: api.replay(played)["speed"] == 10, "the speed to change")
    expect(replay).to_contain_text("10 ×")
    replay.get_by_role("button", name="Stop", exact=True).click()
    expect(replay).to_contain_text("stopped")
    assert api.replay(played)["state"] == "STOPPED"
    expect(replay.get_by_role("button", name="Pause")).to_have_count(0)

    replay.get_by_role("combobox", name="Session").select_option("equities-daily")
    replay.get_by_role("button", name="Start").click()
    expect(replay).to_contain_text(f"Run {played + 1}, equities-daily")
    assert api.replay(played + 1)["session"] == "equities-daily"
    expect(page.get_by_role("banner")).to_contain_text(f"paper-{played + 1}")
