"""Each view as a person sees it while a session plays: complete, calm, accessible, without an error."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from support.browser import Visit, visit
from support.platform import Platform

VIEWS = {"overview": "/", "market": "/market", "orders": "/orders", "risk": "/risk", "kit": "/kit"}
SIZES = {"desk": (1280, 900), "phone": (390, 844)}
SETTLED_MS = 2_500
"""Until everything that a view asks for has come and the first live values have been drawn."""
HIGHEST_SHIFT = 0.05


@pytest.fixture(scope="module", autouse=True)
def played(nautilus: Platform) -> int:
    """A run that goes on while the views are looked at, with fills behind it."""
    run = int(nautilus.json("replay", "start", "--session", "es-trades", "--speed", "600")["run"])
    nautilus.wait(lambda: nautilus.get("/api/execution/fills", run=run)["items"], "a fill", 90)
    nautilus.command("replay", "speed", "60")
    return run


@pytest.fixture(params=[(size, scheme) for size in SIZES for scheme in ("dark", "light")], ids="-".join)
def looked(request: pytest.FixtureRequest, browser: Browser, nautilus: Platform) -> Iterator[tuple[Visit, str, str]]:
    size, scheme = request.param
    width, height = SIZES[size]
    with visit(browser, nautilus, width=width, height=height, scheme=scheme) as window:
        yield window, size, scheme


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_complete_calm_and_accessible(
    view: str, looked: tuple[Visit, str, str], screenshots: Path, played: int
) -> None:
    del played
    window, size, scheme = looked
    window.open(VIEWS[view])
    window.page.wait_for_timeout(SETTLED_MS)
    if view != "kit":
        window.page.screenshot(path=screenshots / f"{view}-{size}-{scheme}.png")
    shift, moved = window.shifted()
    assert window.page.locator("h1").count() == 1
    assert not window.page.locator("[aria-busy=true]").count(), "something is still loading"
    assert shift < HIGHEST_SHIFT, moved
    assert not window.overflow()
    assert not window.violations()
    assert not window.errors


@pytest.mark.parametrize("view", [name for name in VIEWS if name != "kit"])
def test_a_view_is_usable_at_twice_the_text_size(view: str, browser: Browser, nautilus: Platform) -> None:
    """200 % zoom of a 1280 px window is a 640 px one (WCAG 2.2, 1.4.4 and 1.4.10)."""
    with visit(browser, nautilus, width=640, height=450) as window:
        window.open(VIEWS[view])
        window.page.wait_for_timeout(SETTLED_MS)
        assert not window.overflow()


@pytest.mark.parametrize("view", [name for name in VIEWS if name != "kit"])
def test_reloading_in_the_middle_shows_the_same_view(view: str, browser: Browser, nautilus: Platform) -> None:
    with visit(browser, nautilus) as window:
        window.open(VIEWS[view])
        window.page.wait_for_timeout(SETTLED_MS)
        before = headings(window)
        address = window.page.url
        window.page.reload()
        window.page.locator("h1").wait_for()
        window.page.wait_for_timeout(SETTLED_MS)
        assert window.page.url == address
        assert headings(window) == before
        assert not window.errors


def headings(window: Visit) -> list[str]:
    texts: list[str] = window.page.locator("h1, h2").all_inner_texts()
    return texts
