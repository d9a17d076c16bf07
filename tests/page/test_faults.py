"""The page while parts of the platform are gone, and for who has no session: it says so, loses nothing, and goes on."""

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, expect

from support.browser import Visit, login_link, visit
from support.platform import Platform, platform

PATIENCE_MS = 90_000
"""For what the page shows some time after it has happened, on a machine with other work."""


@pytest.fixture(scope="module", autouse=True)
def played(nautilus: Platform) -> int:
    """A finished run with fills and positions."""
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


def connection(window: Visit) -> Locator:
    return window.page.get_by_label("Connection", exact=True)


def uncaught(window: Visit) -> list[str]:
    """A browser itself complains of requests that fail; the page must not."""
    return [error for error in window.errors if error.startswith("uncaught")]


def test_what_an_engine_said_stays_in_sight_while_it_is_down(browser: Browser, nautilus: Platform) -> None:
    with visit(browser, nautilus) as window:
        window.open("/")
        account = window.page.get_by_role("region", name="Account", exact=True)
        value = account.get_by_role("group", name=re.compile("Net asset value"))
        expect(value).to_contain_text("USD")
        equity = value.inner_text()
        engine = window.page.get_by_role("row", name=re.compile("portfolio"))
        with unattended(nautilus):
            nautilus.kill("portfolio")
            trouble = account.get_by_role("status")
            expect(trouble).to_contain_text("portfolio does not answer", timeout=PATIENCE_MS)
            expect(trouble).to_contain_text("request")
            expect(trouble).to_contain_text("showing data from")
            expect(trouble.get_by_role("button", name="Try again")).to_be_visible()
            assert value.inner_text() == equity
            expect(engine).to_contain_text("down", timeout=PATIENCE_MS)
        expect(engine).to_contain_text("ready", timeout=PATIENCE_MS)
        expect(trouble).to_have_count(0, timeout=PATIENCE_MS)
        assert value.inner_text() == equity
        assert not uncaught(window)


def test_a_lost_stream_is_said_to_be_lost_and_comes_back(browser: Browser, nautilus: Platform) -> None:
    with visit(browser, nautilus) as window:
        window.open("/market")
        expect(connection(window)).to_have_text("live", timeout=PATIENCE_MS)
        with unattended(nautilus):
            nautilus.kill("websocket")
            expect(connection(window)).to_have_text("reconnecting", timeout=PATIENCE_MS)
        expect(connection(window)).to_have_text("live", timeout=PATIENCE_MS)
        assert not uncaught(window)


def test_a_platform_that_does_not_answer_at_all_is_said_to(browser: Browser, nautilus: Platform) -> None:
    with visit(browser, nautilus) as window:
        window.open("/risk")
        limits = window.page.get_by_role("region", name="Limits", exact=True)
        expect(limits).to_contain_text("version")
        alert = window.page.get_by_role("alert").filter(has_text="The platform does not answer")
        with unattended(nautilus):
            nautilus.kill("gateway")
            expect(alert).to_be_visible(timeout=PATIENCE_MS)
            expect(limits).to_contain_text("version")
        expect(alert).to_have_count(0, timeout=PATIENCE_MS)
        expect(connection(window)).to_have_text("live", timeout=PATIENCE_MS)
        assert not uncaught(window)


def test_after_the_database_was_killed_the_page_goes_on(browser: Browser, nautilus: Platform, played: int) -> None:
    with visit(browser, nautilus) as window:
        window.open("/orders?list=fills")
        fills = window.page.get_by_role("region", name="Fills", exact=True)
        expect(fills.get_by_role("row").nth(1)).to_be_visible()
        nautilus.kill("database")
        window.page.reload()
        expect(fills.get_by_role("row").nth(1)).to_be_visible(timeout=PATIENCE_MS)
        newest = nautilus.get("/api/execution/fills", run=played, newest=True, limit=1)["items"][0]
        expect(fills.get_by_role("row").nth(1)).to_contain_text(newest["instrument_id"])
        assert not uncaught(window)


def test_a_session_that_ends_is_taken_up_where_it_was(browser: Browser, nautilus: Platform) -> None:
    with visit(browser, nautilus) as window:
        window.open("/orders?list=fills")
        typed = window.page.get_by_label("Filter Fills")
        typed.fill("AAPL")
        for session in (nautilus.home / "auth" / "sessions").iterdir():
            session.unlink()
        dialog = window.page.get_by_role("dialog", name="Your session is over")
        window.page.keyboard.press("Escape")
        window.page.get_by_role("tab", name="Positions").click()
        expect(dialog).to_be_visible(timeout=PATIENCE_MS)
        other = window.page.context.new_page()
        other.goto(login_link(nautilus))
        other.locator("h1").first.wait_for()
        expect(dialog).to_have_count(0, timeout=PATIENCE_MS)
        assert "/orders" in window.page.url
        assert "list=positions" in window.page.url
        expect(
            window.page.get_by_role("region", name="Positions", exact=True).get_by_role("row").nth(1)
        ).to_be_visible()
        expect(connection(window)).to_have_text("live", timeout=PATIENCE_MS)
        assert not uncaught(window)


def test_who_comes_without_a_session_arrives_after_logging_in(browser: Browser, nautilus: Platform) -> None:
    with visit(browser, nautilus, logged_in=False) as window:
        answer = window.page.goto(window.base + "/orders?list=fills")
        assert answer is not None
        assert answer.status == 401
        expect(window.page.locator("body")).to_contain_text("nautilus login")
        window.page.goto(login_link(nautilus))
        expect(window.page.get_by_role("region", name="Fills", exact=True)).to_be_visible()
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
