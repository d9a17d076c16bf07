"""A person finds a series by typing, drags its history back by keyboard, and sees where a value comes from.

What the page shows is held against what the API says as of the same time.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.api import Api, Json
from support.browser import Visit, visit
from support.desk import PATIENCE_MS, heading, panel
from support.keyboard import Keyboard
from support.platform import Platform

SERIES = "sample:GDPC1"
BACK = 12
"""Changes that the slider is moved back by."""


@pytest.fixture(scope="module")
def api(nautilus: Platform) -> Iterator[Api]:
    with Api(nautilus) as client:
        yield client


@pytest.fixture
def window(browser: Browser, nautilus: Platform) -> Iterator[Visit]:
    expect.set_options(timeout=PATIENCE_MS)
    with visit(browser, nautilus) as opened:
        yield opened
        assert not opened.errors


def course(api: Api, as_of: str) -> Json:
    found: Json = api.get("marketdata/courses", kind="series", subject=SERIES, basis="assumed", as_of=as_of)
    return found


def newest_row(page: Page) -> Locator:
    return panel(page, SERIES).locator("tr[data-key]").first


def written(value: float) -> str:
    return f"{value:,.8f}".rstrip("0").rstrip(".").replace("-", "−")


def test_history_is_dragged_back_by_keyboard_and_a_value_traced(window: Visit, api: Api) -> None:
    page, keys = window.page, Keyboard(window.page)
    window.open("/")
    page.keyboard.press("g")
    keys.press("d")
    expect(heading(page, "Data")).to_be_focused()
    keys.press("/")
    field = page.get_by_role("combobox", name="Search")
    expect(field).to_be_focused()
    keys.type("gdpc")
    keys.press("Enter")
    shown = panel(page, SERIES)
    expect(shown).to_contain_text("Real gross domestic product")
    expect(shown).to_contain_text("No time of it was recorded")
    keys.use(shown.get_by_role("button", name="Read what a named rule dates"))

    now = course(api, "latest")
    expect(newest_row(page)).to_contain_text(written(now["value"][-1]))
    expect(shown).to_contain_text("as of now")
    slider = shown.get_by_role("slider", name="As of")
    keys.tab_to(slider)
    keys.press(*["ArrowLeft"] * BACK)
    expect(shown).to_contain_text(re.compile(r"as of the end of \d{4}-\d\d-\d\d, UTC"))
    (day,) = parse_qs(urlsplit(page.url).query)["asof"]
    expect(slider).to_have_attribute("aria-valuetext", f"end of {day}, UTC")
    then = course(api, day)
    assert 0 < len(then["value"]) < len(now["value"])
    expect(newest_row(page)).to_contain_text(written(then["value"][-1]))
    expect(newest_row(page)).to_have_attribute("data-key", str(then["valid"][-1]))
    expect(shown).to_contain_text(f"{len(then['value'])} values known then")
    window.page.reload()
    expect(newest_row(page)).to_have_attribute("data-key", str(then["valid"][-1]))

    shown.get_by_role("searchbox", name="Filter Values").focus()
    keys.tab_to(newest_row(page))
    keys.press("Enter")
    drawer = page.get_by_role("dialog")
    (step,) = api.get("marketdata/lineage", id=then["origins"][then["origin"][-1]]["id"])["items"]
    for told in (step["sha256"], step["rule"], step["licence"], f"{step['bytes']:,}"):
        expect(drawer).to_contain_text(told)
    keys.press("Escape")
    expect(drawer).to_have_count(0)
    expect(newest_row(page)).to_be_focused()


def test_the_slider_follows_the_pointer(window: Visit, api: Api) -> None:
    page = window.page
    window.open(f"/data?kind=series&subject={SERIES}&basis=assumed")
    slider = panel(page, SERIES).get_by_role("slider", name="As of")
    box = slider.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^end of "))
    (day,) = parse_qs(urlsplit(page.url).query)["asof"]
    then = course(api, day)
    assert then["value"]
    expect(newest_row(page)).to_have_attribute("data-key", str(then["valid"][-1]))


EMPTY = {
    "catalogue": "Open something of the catalogue.",
    "quality": "No series was checked yet.",
    "jobs": "No job was asked for yet.",
}
"""Nothing was ingested or checked on this platform but what is bundled."""


def test_what_is_empty_names_the_next_step(window: Visit) -> None:
    window.page.set_viewport_size({"width": 390, "height": 844})
    for tab, told in EMPTY.items():
        window.open(f"/data?tab={tab}")
        expect(window.page.get_by_text(told)).to_be_visible()
        window.settle()
        assert not window.overflow(), tab
        assert not window.violations(), tab
