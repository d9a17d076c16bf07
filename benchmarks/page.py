"""The page in a real Chromium against its budgets: bytes, time to the full picture, frames, work, memory.

Session `es-trades` is played from its busy part on, somewhat above a thousand trades a second, and begun again before
it ends. Paint is as of the first visit, with nothing in the cache, at the machine's own speed and slowed down four
times: while the session is held, while it plays at the pace that a busy market has itself (`paced`), and while it plays
those thousand trades a second (`playing`), which takes most of two cores. `paint_s` is the clock, `paint_free_s` leaves
out the time in which the page's main thread stood in line for a core, which the platform, the browser and this program
share. Frames and work are medians over parts of a few seconds in which enough trades came; `work` is the processor time
of the main thread, as a share of one core. Memory is what is left after collection, in all views at once over ten
minutes; the first minute, in which caches fill, is not counted.
"""

import statistics
import time
from contextlib import ExitStack
from typing import Any

import httpx
from playwright.sync_api import Browser, Page

from benchmarks._browser import Loads, chromium, heap, shifted, watch, window
from benchmarks._bundle import BUILT, PAGES, Bundle
from benchmarks._platform import instance
from benchmarks._replay import SESSION, Busy
from nautilus.kernel.errors import UnavailableError

VIEWS = {"overview": "/", "market": "/market", "orders": "/orders", "risk": "/risk"}
SLOWDOWNS = (1, 4)
LOADS = 5
TRADES_PER_S = 1_000
TRADES = (TRADES_PER_S * 1.3, TRADES_PER_S * 3.0)
PACED = (100.0, 300.0)
"""Trades a second of one instrument in its busiest minutes."""
PARTS = 8
MOST_TRIES = 24
PART_S = 3.0
MINUTES = 11
"""Of which the first is not counted."""
_KEPT_S = 5.0


def run() -> dict[str, Any]:
    """Bytes after gzip, seconds, frames a second, shares of a core, bytes of heap."""
    if not (BUILT / "index.html").exists():
        raise UnavailableError("The page is not built; run: make test")
    with instance() as platform, ExitStack() as stack:
        platform.up()
        at = {"base_url": f"http://127.0.0.1:{platform.config.port('gateway')}", "trust_env": False, "timeout": 30}
        headers = {"Authorization": f"Bearer {platform.token()}"}
        gateway = stack.enter_context(httpx.Client(headers=headers, **at))
        busy = Busy(gateway)
        browser = stack.enter_context(chromium())
        gateway.post(f"/api/marketdata/replays/{busy.run}/pause").raise_for_status()
        shown = {"held": _shown(browser, gateway)}
        gateway.post(f"/api/marketdata/replays/{busy.run}/resume").raise_for_status()
        for state, rate in (("paced", PACED), ("playing", TRADES)):
            busy.keep(*rate)
            shown[state] = _shown(browser, gateway)
        drawn = {name: _drawn(browser, gateway, path, busy) for name, path in VIEWS.items()}
        kept = _kept(browser, gateway, busy)
    return {
        "inputs": {
            "session": SESSION,
            "trades_per_s": {"paced": PACED, "playing": TRADES},
            "loads": LOADS,
            "parts": [PARTS, PART_S],
            "minutes": MINUTES - 1,
            "chromium": browser.version,
        },
        "bytes": _bytes(),
        "shown": shown,
        "drawn": drawn,
        "heap": kept,
    }


def _bytes() -> dict[str, Any]:
    bundle = Bundle()
    compressed = {".br", ".gz"}
    return {
        "shell": bundle.cost(bundle.shell),
        "pages": {page: bundle.cost(bundle.at_once(page)) for page in PAGES},
        "largest_later": {page: max(map(bundle.cost, bundle.later(page)), default=0) for page in PAGES},
        "dist": sum(
            file.stat().st_size for file in BUILT.rglob("*") if file.is_file() and file.suffix not in compressed
        ),
    }


def _enter(page: Page, gateway: httpx.Client, path: str) -> str:
    """Log in by a link as a person does, and go there; the address."""
    link = str(gateway.post("/login/links").raise_for_status().json()["url"])
    page.goto(link)
    page.locator("h1").first.wait_for()
    target = link.partition("/login")[0] + path
    page.goto(target)
    page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
    page.wait_for_timeout(1_000)
    return target


def _shown(browser: Browser, gateway: httpx.Client) -> dict[str, Any]:
    return {view: _painted(browser, gateway, path) for view, path in VIEWS.items()}


def _painted(browser: Browser, gateway: httpx.Client, path: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with window(browser) as page:
        target = _enter(page, gateway, path)
        for slowdown in SLOWDOWNS:
            loads = Loads(browser, page, slowdown)
            seen = [loads.largest_paint(target) for _ in range(LOADS)]
            found[f"slowdown_{slowdown}"] = {
                "paint_s": round(statistics.median(clock for _, clock in seen), 3),
                "paint_free_s": round(statistics.median(free for free, _ in seen), 3),
                "layout_shift": round(shifted(page)[0], 4),
            }
    return found


def _drawn(browser: Browser, gateway: httpx.Client, path: str, busy: Busy) -> dict[str, Any]:
    with window(browser) as page:
        _enter(page, gateway, path)
        seen = []
        for _ in range(MOST_TRIES):
            busy.keep(*TRADES)
            first, began = busy.sequence(), time.monotonic()
            stretch = watch(browser, page, PART_S)
            rate = (busy.sequence() - first) / (time.monotonic() - began)
            if rate >= TRADES_PER_S:
                seen.append((rate, stretch))
            if len(seen) == PARTS:
                break
    if not seen:
        raise UnavailableError(f"the replay never gave {TRADES_PER_S} trades a second; is the machine busy?")
    return {
        "parts": len(seen),
        "trades_per_s": round(statistics.median(rate for rate, _ in seen)),
        "frames_per_s": round(statistics.median(stretch.frames_per_s for _, stretch in seen), 1),
        "frames_per_free_s": round(statistics.median(stretch.frames_per_free_s for _, stretch in seen), 1),
        "work": round(statistics.median(stretch.work for _, stretch in seen), 3),
        "most_work": round(max(stretch.work for _, stretch in seen), 3),
    }


def _kept(browser: Browser, gateway: httpx.Client, busy: Busy) -> dict[str, Any]:
    """Heap of each view after each minute."""
    with ExitStack() as stack:
        pages = {name: stack.enter_context(window(browser)) for name in VIEWS}
        for name, page in pages.items():
            _enter(page, gateway, VIEWS[name])
        sessions = {name: page.context.new_cdp_session(page) for name, page in pages.items()}
        minutes: dict[str, list[int]] = {name: [] for name in VIEWS}
        runs = {busy.run}
        for _ in range(MINUTES):
            end = time.monotonic() + 60
            while time.monotonic() < end:
                busy.keep(*TRADES)
                runs.add(busy.run)
                next(iter(pages.values())).wait_for_timeout(_KEPT_S * 1_000)
            for name, session in sessions.items():
                minutes[name].append(heap(session))
    return {
        "runs": len(runs),
        "growth": {name: found[-1] - found[0] for name, found in minutes.items()},
        "minutes": minutes,
    }
