"""A real Chromium at the page, and what it notices there: errors, shifted layout, what axe finds, time and memory."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Page, Response, sync_playwright

from support.platform import Platform

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--js-flags=--expose-gc",
)
WEB = Path(__file__).parents[2] / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
_SHIFTS = """
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
_GRAVE = {"serious", "critical"}


@contextmanager
def chromium() -> Iterator[Browser]:
    """For the tests of one module: while it is open, its event loop stands in the way of asynchronous tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Visit:
    """One browser window at the page of one platform."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)
    """Console errors, uncaught exceptions, policy violations, answers of status 500 and above."""

    def open(self, path: str) -> None:
        """Go there and wait for its heading."""
        self.page.goto(self.base + path)
        self.page.locator("h1").first.wait_for()

    def shifted(self) -> tuple[float, list[Any]]:
        """Cumulative layout shift so far (the sum, which is never below the score), and what moved."""
        shifts = self.page.evaluate("window.shifts")
        return sum(shift["value"] for shift in shifts), shifts

    def violations(self) -> list[str]:
        """What axe calls serious or critical, a line each."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        return [
            f"{violation['id']}: {violation['help']}: {node['html'][:200]} {_message(node)}"
            for violation in found["violations"]
            if violation["impact"] in _GRAVE
            for node in violation["nodes"]
        ]

    def overflow(self) -> list[str]:
        """What makes the window scroll sideways, or beyond the end of the page."""
        found: list[str] = self.page.evaluate(_OVERFLOW)
        return found

    def cdp(self) -> CDPSession:
        return self.page.context.new_cdp_session(self.page)


def _message(node: Mapping[str, Any]) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    return "; ".join(check["message"] for check in checks)[:300]


_OVERFLOW = """
() => {
  const root = document.documentElement;
  const holds = (outer, inner) => {
    const position = getComputedStyle(inner).position;
    if (position === "fixed") return false;
    return position !== "absolute" || getComputedStyle(outer).position !== "static";
  };
  const isCut = (element) => {
    for (let inner = element, at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      if (!holds(at, inner)) continue;
      if (getComputedStyle(at).overflowX !== "visible") return true;
      inner = at;
    }
    return false;
  };
  const told = (element) => element.outerHTML.slice(0, 160);
  const all = [...document.body.querySelectorAll("*")].filter((element) => element.getClientRects().length);
  const found = [];
  if (root.scrollWidth > root.clientWidth + 1)
    found.push(
      `${root.scrollWidth} px wide:`,
      ...all.filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1 && !isCut(one)).slice(0, 5).map(told),
    );
  const end = Math.max(document.body.getBoundingClientRect().bottom + scrollY, root.clientHeight);
  if (root.scrollHeight > end + 1)
    found.push(
      `${root.scrollHeight - end} px below the end:`,
      ...all.filter((one) => one.getBoundingClientRect().bottom + scrollY > end + 1 && !isCut(one)).slice(0, 5).map(told),
    );
  return found;
}
"""


@contextmanager
def visit(
    browser: Browser,
    platform: Platform,
    *,
    width: int = 1280,
    height: int = 900,
    scheme: str = "dark",
    logged_in: bool = True,
) -> Iterator[Visit]:
    """A fresh window, logged in by a one-time link as a person would be."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="light" if scheme == "light" else "dark"
    )
    context.set_default_timeout(20_000)
    try:
        context.add_init_script(_SHIFTS)
        page = context.new_page()
        visiting = Visit(page, platform.status()["gateway"])
        if logged_in:
            page.goto(login_link(platform))
            page.locator("h1").first.wait_for()
        page.on("console", lambda message: _note_console(visiting, message))
        page.on("pageerror", lambda error: visiting.errors.append(f"uncaught: {error}"))
        page.on("response", lambda response: _note_response(visiting, response))
        yield visiting
    finally:
        context.close()


def login_link(platform: Platform) -> str:
    with platform.client() as client:
        answer = client.post("/login/links")
        assert answer.status_code == 201, answer.text
        return str(answer.json()["url"])


def _note_console(visiting: Visit, message: ConsoleMessage) -> None:
    if message.type == "error":
        visiting.errors.append(f"console: {message.text} ({message.location.get('url', '')})")


def _note_response(visiting: Visit, response: Response) -> None:
    if response.status >= 500:
        visiting.errors.append(f"{response.status} {response.url}")
