"""The page while parts of the platform are gone, and for who has no session: it says so, loses nothing, and goes on."""

import csv
import io
import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support.api import Api
from support.browser import Visit, login_link, visit
from support.desk import connection, panel, row_keys, shown
from support.platform import Platform, platform

SYMBOL = "ES.XCME"
PATIENCE_MS = 90_000
"""For what the page shows some time after it has happened, on a machine with other work."""


@pytest.fixture(scope="module", autouse=True)
def played(nautilus: Platform) -> int:
    """A finished run with fills and positions."""
    expect.set_options(timeout=PATIENCE_MS)
    return nautilus.replay("equities-daily")


@contextmanager
def unattended(nautilus: Platform) -> Iterator[None]:
    """While nobody starts again what ends."""
    supervisor = json.loads((nautilus.home / "run" / "state.json").read_text())["pid"]
    os.kill(supervisor, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(supervisor, signal.SIGCONT)


def uncaught(window: Visit) -> list[str]:
    """A browser itself complains of requests that fail; the page must not."""
    return [error for error in window.errors if error.startswith("uncaught")]


def test_what_an_engine_said_stays_in_sight_while_it_is_down(browser: Browser, nautilus: Platform) -> None:
    with visit(browser, nautilus) as window:
        window.open("/")
        account = panel(window.page, "Account")
        value = account.get_by_role("group", name=re.compile("Net asset value"))
        expect(value).to_contain_text("USD")
        equity = value.inner_text()
        engine = window.page.get_by_role("row", name=re.compile("portfolio"))
        with unattended(nautilus):
            nautilus.kill("portfolio")
            trouble = account.get_by_role("status")
            expect(trouble).to_contain_text("portfolio does not answer")
            expect(trouble).to_contain_text("request")
            expect(trouble).to_contain_text("showing data from")
            expect(trouble.get_by_role("button", name="Try again")).to_be_visible()
            assert value.inner_text() == equity
            expect(engine).to_contain_text("down")
        expect(engine).to_contain_text("ready")
        expect(trouble).to_have_count(0)
        assert value.inner_text() == equity
        assert not uncaught(window)


def test_an_engine_that_is_stuck_is_not_waited_for(browser: Browser, nautilus: Platform) -> None:
    """It takes what it is asked and says nothing: neither is its value hidden, nor does that pass for new."""
    with visit(browser, nautilus) as window:
        window.open("/")
        account = panel(window.page, "Account")
        value = account.get_by_role("group", name=re.compile("Net asset value"))
        expect(value).to_contain_text("USD")
        equity = value.inner_text()
        pid = int(nautilus.service("portfolio")["pid"])
        with unattended(nautilus):
            os.kill(pid, signal.SIGSTOP)
            try:
                expect(window.page.get_by_role("row", name=re.compile("portfolio"))).to_contain_text("down")
                trouble = account.get_by_role("status")
                expect(trouble).to_contain_text("No answer in time")
                expect(trouble).to_contain_text("showing data from")
                assert value.inner_text() == equity
            finally:
                os.kill(pid, signal.SIGCONT)
        expect(trouble).to_have_count(0)
        expect(window.page.get_by_role("row", name=re.compile("portfolio"))).to_contain_text("ready")
        assert not uncaught(window)


def test_a_lost_stream_is_said_to_be_lost_and_comes_back(browser: Browser, nautilus: Platform) -> None:
    with visit(browser, nautilus) as window:
        window.open("/market")
        expect(connection(window.page)).to_have_text("live")
        with unattended(nautilus):
            nautilus.kill("websocket")
            expect(connection(window.page)).to_have_text("reconnecting")
        expect(connection(window.page)).to_have_text("live")
        assert not uncaught(window)


def test_a_platform_that_does_not_answer_at_all_is_said_to(browser: Browser, nautilus: Platform) -> None:
    with visit(browser, nautilus) as window:
        window.open("/risk")
        limits = panel(window.page, "Limits")
        expect(limits).to_contain_text("version")
        alert = window.page.get_by_role("alert").filter(has_text="The platform does not answer")
        with unattended(nautilus):
            nautilus.kill("gateway")
            expect(alert).to_be_visible()
            expect(limits).to_contain_text("version")
            expect(connection(window.page)).to_have_text("reconnecting")
        expect(alert).to_have_count(0)
        expect(connection(window.page)).to_have_text("live")
        assert not uncaught(window)


def test_after_the_database_was_killed_the_page_goes_on(browser: Browser, nautilus: Platform, played: int) -> None:
    with visit(browser, nautilus) as window:
        window.open("/orders?list=fills")
        fills = panel(window.page, "Fills")
        expect(fills.get_by_role("row").nth(1)).to_be_visible()
        nautilus.kill("database")
        window.page.reload()
        expect(fills.get_by_role("row").nth(1)).to_be_visible()
        newest = nautilus.get("/api/execution/fills", run=played, newest=True, limit=1)["items"][0]
        expect(fills.get_by_role("row").nth(1)).to_contain_text(newest["instrument_id"])
        assert not uncaught(window)


def test_of_what_a_run_did_meanwhile_nothing_is_missing_and_nothing_twice(
    browser: Browser, nautilus: Platform, api: Api
) -> None:
    """The stream is lost while the run goes on, beyond what a stream can send again."""
    run = api.start(speed=600)
    with visit(browser, nautilus) as window:
        window.open("/market?bar=300")
        tape = panel(window.page, "Tape").locator("tbody tr")
        expect(tape.nth(20)).to_be_visible()
        expect(connection(window.page)).to_have_text("live")
        with unattended(nautilus):
            nautilus.kill("websocket")
            expect(connection(window.page)).to_have_text("reconnecting")
            lost_at = api.replay(run)["sequence"]
            api.until(lambda: api.replay(run)["sequence"] > lost_at + 2_000, "trades that nobody streams")
        expect(connection(window.page)).to_have_text("live")
        back_at = api.replay(run)["sequence"]
        api.until(lambda: api.replay(run)["sequence"] > back_at + 200, "trades that are streamed again")
        api.hold(run)
        trades = api.items(f"marketdata/replays/{run}/trades", instrument_id=SYMBOL)
        for place, trade in enumerate(trades[:20]):
            expect(tape.nth(place)).to_contain_text(clock(trade["ts_event"]))
            expect(tape.nth(place)).to_contain_text(shown(trade["price"]))
        window.page.get_by_role("button", name=re.compile("^Table of")).click()
        bars = api.items(f"marketdata/replays/{run}/bars", instrument_id=SYMBOL, step_seconds=300, newest=True)
        rows = panel(window.page, f"{SYMBOL}, 5 min bars").locator("tr[data-key]")
        for place, bar in enumerate(bars[:12]):
            expect(rows.nth(place)).to_contain_text(shown(bar["close"]))
            expect(rows.nth(place)).to_contain_text(shown(bar["volume"], 0))
        assert not uncaught(window)


def clock(ns: int) -> str:
    """The time of day as the tape has it."""
    seconds, milliseconds = ns // 10**9 % 86_400, ns // 10**6 % 1_000
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"


def test_a_reload_in_the_middle_of_a_run_shows_the_same_fills_in_the_same_order(
    browser: Browser, nautilus: Platform, api: Api, tmp_path: Path
) -> None:
    run = api.start("equities-daily", speed=3_000_000)
    with visit(browser, nautilus) as window:
        window.open("/orders?list=fills")
        table = panel(window.page, "Fills")
        expect(table.locator("tr[data-key]").nth(8)).to_be_visible()
        assert api.replay(run)["state"] == "RUNNING"
        before = fills_of(window.page, tmp_path)
        window.page.reload()
        expect(table.locator("tr[data-key]").nth(8)).to_be_visible()
        after = fills_of(window.page, tmp_path)
        assert before
        assert after[-len(before) :] == before
        api.until(lambda: api.replay(run)["state"] == "FINISHED", "the run to end", 120)
        every = [fill["fill_id"] for fill in api.fills(run)]
        expect(table).to_contain_text(f"{len(every):,} rows")
        assert fills_of(window.page, tmp_path) == every
        assert row_keys(table)[:5] == every[:5]
        assert not uncaught(window)


def fills_of(page: Page, folder: Path) -> list[str]:
    """Of all rows of the table, also of those that are not in sight."""
    with page.expect_download() as download:
        panel(page, "Fills").get_by_role("button", name="CSV").click()
    file = folder / "fills.csv"
    download.value.save_as(file)
    return [row["Fill"] for row in csv.DictReader(io.StringIO(file.read_text()))]


def test_a_session_that_ends_is_taken_up_where_it_was(browser: Browser, nautilus: Platform) -> None:
    with visit(browser, nautilus) as window:
        window.open("/orders?list=fills")
        typed = window.page.get_by_label("Filter Fills")
        typed.fill("AAPL")
        for session in (nautilus.home / "auth" / "sessions").iterdir():
            session.unlink()
        dialog = window.page.get_by_role("dialog", name="Your session is over")
        window.page.keyboard.press("Escape")
        # The page may have found out by itself, and then its dialog lies above.
        window.page.get_by_role("tab", name="Positions", include_hidden=True).dispatch_event("click")
        expect(dialog).to_be_visible()
        other = window.page.context.new_page()
        other.goto(login_link(nautilus))
        other.locator("h1").first.wait_for()
        expect(dialog).to_have_count(0)
        assert "/orders" in window.page.url
        assert "list=positions" in window.page.url
        expect(panel(window.page, "Positions").get_by_role("row").nth(1)).to_be_visible()
        expect(connection(window.page)).to_have_text("live")
        assert not uncaught(window)


def test_who_comes_without_a_session_arrives_after_logging_in(browser: Browser, nautilus: Platform) -> None:
    with visit(browser, nautilus, logged_in=False) as window:
        answer = window.page.goto(window.base + "/orders?list=fills")
        assert answer is not None
        assert answer.status == 401
        expect(window.page.locator("body")).to_contain_text("nautilus login")
        window.page.goto(login_link(nautilus))
        expect(panel(window.page, "Fills")).to_be_visible()
        assert window.page.url == window.base + "/orders?list=fills"


def test_an_address_that_leads_nowhere_says_where_one_can_go(browser: Browser, nautilus: Platform) -> None:
    with visit(browser, nautilus) as window:
        window.open("/nothing/here")
        expect(window.page.locator("h1")).to_have_text("There is no such page")
        window.page.get_by_role("main").get_by_role("link", name="Risk").click()
        expect(window.page.locator("h1")).to_have_text("Risk")
        assert not window.errors


def test_before_the_first_run_each_view_names_the_next_step(browser: Browser) -> None:
    steps = {
        "/": "Choose a session and start it",
        "/market": "replay",
        "/orders": "nautilus replay start",
        "/risk": "start a replay",
    }
    with platform() as empty, visit(browser, empty) as window:
        for path, step in steps.items():
            window.open(path)
            expect(window.page.get_by_role("main")).to_contain_text(step)
            expect(window.page.locator("[aria-busy=true]")).to_have_count(0)
        assert not window.errors
