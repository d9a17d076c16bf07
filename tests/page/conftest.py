"""One platform with the built page for all page tests of a worker, and a Chromium for each module."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import require
from support.api import Api
from support.browser import AXE, Visit, chromium, visit
from support.desk import PATIENCE_MS
from support.platform import Platform, platform

_PAGE = Path(__file__).parents[2] / "src" / "nautilus" / "gateway" / "page" / "index.html"


@pytest.fixture(scope="session")
def built() -> None:
    require("chromium", "the page is tested in a real browser")
    require(str(_PAGE), "the page is not built: run `make test`, which builds it")
    require(str(AXE), "axe comes with the page's packages: run `make test`, which installs them")


@pytest.fixture(scope="session")
def nautilus(built: None) -> Iterator[Platform]:
    """A platform without a run: each module starts its own."""
    del built
    with platform() as instance:
        yield instance


@pytest.fixture(scope="module", autouse=True)
def stopped(nautilus: Platform) -> Iterator[None]:
    """What a module has played does not go on beside the tests that follow."""
    yield
    with nautilus.client() as gateway:
        current = gateway.get("/api/marketdata/replays/current")
        if current.is_success and current.json()["state"] in ("STARTING", "RUNNING", "PAUSED", "DRAINING"):
            gateway.post(f"/api/marketdata/replays/{current.json()['run']}/stop").raise_for_status()


@pytest.fixture(scope="module")
def browser(built: None) -> Iterator[Browser]:
    del built
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def api(nautilus: Platform) -> Iterator[Api]:
    with Api(nautilus) as client:
        yield client


@pytest.fixture
def window(browser: Browser, nautilus: Platform, run: int) -> Iterator[Visit]:
    """A window on the run of the module's own fixture `run`; nothing may go wrong in it."""
    del run
    expect.set_options(timeout=PATIENCE_MS)
    with visit(browser, nautilus) as opened:
        yield opened
        assert not opened.errors


@pytest.fixture
def page(window: Visit) -> Page:
    return window.page


@pytest.fixture(scope="session")
def screenshots(request: pytest.FixtureRequest) -> Path | None:
    """Where pictures of the views go, if they are wanted; those of the documentation to `docs/images`."""
    folder: Path | None = request.config.getoption("--screenshots")
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    return folder
