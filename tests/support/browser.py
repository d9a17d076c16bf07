"""A real Chromium at the page, and what it notices there: errors, shifted layout, what axe finds, time and memory."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks._browser import chromium, shifted, window
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Page, Response

from support.platform import Platform

__all__ = ["AXE", "Visit", "chromium", "login_link", "visit"]

WEB = Path(__file__).parents[2] / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
_GRAVE = {"serious", "critical"}
_CALM_MS = 700
"""For what is still painted once everything has come."""


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

    def settle(self, milliseconds: float = _CALM_MS) -> None:
        """Wait until nothing loads any more, and then for live values to be drawn."""
        self.page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
        self.page.wait_for_timeout(milliseconds)

    def shifted(self) -> tuple[float, list[Any]]:
        """Layout shift since the page was opened (the sum, which is never below the score), and what moved."""
        return shifted(self.page)

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
  const shown = [...document.body.querySelectorAll("*")].filter((element) => element.getClientRects().length);
  const culprits = (sticksOut) =>
    shown.filter((one) => sticksOut(one.getBoundingClientRect()) && !isCut(one)).slice(0, 5).map(told);
  const found = [];
  if (root.scrollWidth > root.clientWidth + 1)
    found.push(`${root.scrollWidth} px wide:`, ...culprits((box) => box.right > root.clientWidth + 1));
  const end = Math.max(document.body.getBoundingClientRect().bottom + scrollY, root.clientHeight);
  if (root.scrollHeight > end + 1)
    found.push(`${root.scrollHeight - end} px too long:`, ...culprits((box) => box.bottom + scrollY > end + 1));
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
    with window(browser, width=width, height=height, scheme=scheme) as page:
        visiting = Visit(page, platform.status()["gateway"])
        if logged_in:
            page.goto(login_link(platform))
            page.locator("h1").first.wait_for()
        page.on("console", lambda message: _note_console(visiting, message))
        page.on("pageerror", lambda error: visiting.errors.append(f"uncaught: {error}"))
        page.on("response", lambda response: _note_response(visiting, response))
        yield visiting


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
