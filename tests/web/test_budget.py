"""How many bytes a page of the built page costs, compressed: what it needs beside the shell before it can show."""

from pathlib import Path

import pytest
from benchmarks._bundle import BUILT, PAGES, Bundle

from conftest import require

MOST_OF_SHELL = 120_000
MOST_OF_PAGE = 80_000
"""Also of each part that a page loads after it is shown."""


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    require(str(BUILT / "index.html"), "the page is not built: run `make test`, which builds it")
    return Bundle()


def test_shell(bundle: Bundle) -> None:
    assert bundle.cost(bundle.shell) <= MOST_OF_SHELL


@pytest.mark.parametrize("page", PAGES)
def test_page(page: str, bundle: Bundle) -> None:
    assert bundle.cost(bundle.at_once(page)) <= MOST_OF_PAGE, sorted(bundle.at_once(page))
    for part in bundle.later(page):
        assert bundle.cost(part) <= MOST_OF_PAGE, sorted(part)


def test_counts_what_is_imported_through_others_once(tmp_path: Path) -> None:
    """The sums above are only as good as this reading of the scripts."""
    assets = tmp_path / "assets"
    assets.mkdir()
    (tmp_path / "index.html").write_text('<script src="/assets/shell-AAAAAAAA.js"></script>')
    (assets / "shell-AAAAAAAA.js").write_text("const a=()=>import(`./market-BBBBBBBB.js`);")
    (assets / "market-BBBBBBBB.js").write_text('import{t}from"./table-CCCCCCCC.js";import"./shell-AAAAAAAA.js";')
    (assets / "table-CCCCCCCC.js").write_text('import("./canvas-DDDDDDDD.js")')
    (assets / "canvas-DDDDDDDD.js").write_text("0")
    bundle = Bundle(tmp_path)
    assert bundle.shell == {"shell-AAAAAAAA.js"}
    assert bundle.at_once("market") == {"market-BBBBBBBB.js", "table-CCCCCCCC.js"}
    assert bundle.later("market") == [{"canvas-DDDDDDDD.js"}]
