"""A real Chromium and what is measured in it, for benchmark `page` and for the tests of the page.

The machine may be busy with other work, which must not count. So work is the processor's time of a page's main thread,
and from a time on the clock that is taken off in which this thread stood in line for a core, as the system counts it.
"""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--js-flags=--expose-gc",
)
WATCHED = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (!entry.hadRecentInput)
      window.shifts.push({
        value: entry.value,
        nodes: entry.sources.map((source) => source.node?.outerHTML?.slice(0, 120)),
      });
}).observe({ type: "layout-shift", buffered: true });
window.largest = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.largest = entry.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
"""
"""Runs in a window before anything else: notes what moves, and when the largest part was painted."""
_FRAMES = """
() => {
  window.gaps = [];
  let last = performance.now();
  cancelAnimationFrame(window.watching);
  const frame = (now) => {
    window.gaps.push(now - last);
    last = now;
    window.watching = requestAnimationFrame(frame);
  };
  window.watching = requestAnimationFrame(frame);
}
"""
_RATE = "[window.gaps.length, window.gaps.sort((a, b) => a - b)[window.gaps.length >> 1] ?? 0]"
_WORK = "() => { let sum = 0; for (let i = 0; i < 3e7; i++) sum += Math.sqrt(i); return sum; }"
_SAMPLED_S = 0.01


@contextmanager
def chromium() -> Iterator[Browser]:
    """While it is open, its event loop stands in the way of asynchronous code."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, *, width: int = 1280, height: int = 900, scheme: str = "dark") -> Iterator[Page]:
    """A fresh window without a session; closed at the end."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="light" if scheme == "light" else "dark"
    )
    context.set_default_timeout(60_000)
    try:
        context.add_init_script(WATCHED)
        yield context.new_page()
    finally:
        context.close()


def shifted(page: Page) -> tuple[float, list[Any]]:
    """Layout shift since the page was opened (the sum, which is never below the score), and what moved."""
    shifts = page.evaluate("window.shifts")
    return sum(shift["value"] for shift in shifts), shifts


@dataclass(frozen=True)
class Stretch:
    """Some seconds of a page that is open."""

    work: float
    """Processor time of the main thread, as a share of the time that passed."""
    frames_per_s: float
    """By the median distance of two."""
    frames_per_free_s: float
    """Frames in a second of the time in which the main thread did not stand in line for a core."""


def watch(browser: Browser, page: Page, seconds: float) -> Stretch:
    """What the page does in the next seconds."""
    line = Line(_process(browser, page))
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.evaluate(_FRAMES)
    began, spent = time.time(), _spent(session)
    with line.noted():
        page.wait_for_timeout(seconds * 1_000)
    ended, spent = time.time(), _spent(session) - spent
    count, median = page.evaluate(_RATE)
    session.detach()
    free = max(ended - began - line.between(began, ended), _SAMPLED_S)
    return Stretch(spent / (ended - began), 1_000 / median if median else 0.0, count / free)


def _spent(session: CDPSession) -> float:
    """Seconds of the processor that the main thread has had for tasks."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def heap(session: CDPSession) -> int:
    """Bytes that are in use after everything that can go has gone."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    return int(session.send("Runtime.getHeapUsage")["usedSize"])


@dataclass
class Line:
    """How long the main thread of a process has stood in line for a core, noted while the block runs.

    Empty where the system does not tell (it does on Linux).
    """

    pid: int
    _samples: list[tuple[float, float]] = field(default_factory=list)

    @contextmanager
    def noted(self) -> Iterator[None]:
        ended = threading.Event()
        thread = threading.Thread(target=self._note, args=(ended,))
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def between(self, first: float, last: float) -> float:
        """Seconds in line from one time of the wall clock to another."""
        waited = [seconds for at, seconds in self._samples if first <= at <= last]
        return waited[-1] - waited[0] if waited else 0.0

    def _note(self, ended: threading.Event) -> None:
        file = Path(f"/proc/{self.pid}/task/{self.pid}/schedstat")
        while file.exists() and not ended.wait(_SAMPLED_S):
            self._samples.append((time.time(), int(file.read_text().split()[1]) / 1e9))


class Loads:
    """Loads of a page as the first time, with the processor slowed down."""

    def __init__(self, browser: Browser, page: Page, slowdown: int) -> None:
        self._page = page
        self._pid = _process(browser, page)
        session = page.context.new_cdp_session(page)
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})

    def largest_paint(self, url: str) -> tuple[float, float]:
        """Seconds until the largest part was painted: without the time in line for a core, and on the clock."""
        line = Line(self._pid)
        with line.noted():
            self._page.goto(url)
            self._page.locator("h1").first.wait_for()
            self._page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
            self._page.wait_for_timeout(1_000)
        began, painted = self._page.evaluate("[performance.timeOrigin, window.largest]")
        clock = painted / 1_000
        return clock - line.between(began / 1_000, began / 1_000 + clock), clock


def _process(browser: Browser, page: Page) -> int:
    """Of the page: the one whose main thread works while the page does."""
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    before = {process["id"]: process["cpuTime"] for process in found if process["type"] == "renderer"}
    page.evaluate(_WORK)
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    renderers = [process for process in found if process["type"] == "renderer"]
    return int(max(renderers, key=lambda one: one["cpuTime"] - before.get(one["id"], one["cpuTime"]))["id"])
