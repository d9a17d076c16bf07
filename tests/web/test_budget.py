"""How many bytes a page of the built page costs, compressed: what it needs beside the shell before it can show."""

import gzip
import re
from pathlib import Path

import pytest

from conftest import require

BUILT = Path(__file__).parents[2] / "src" / "nautilus" / "gateway" / "page"
MOST_OF_SHELL = 120_000
MOST_OF_PAGE = 80_000
"""Also of each part that a page loads after it is shown, such as the canvas of a chart."""
PAGES = ("overview", "market", "orders", "risk", "kit")

_STATIC = re.compile(r"""(?:\bfrom|\bimport)\s*["'`]\./([\w.-]+\.js)["'`]""")
_DYNAMIC = re.compile(r"""\bimport\(\s*["'`]\./([\w.-]+\.js)["'`]\s*\)""")


class Bundle:
    """The scripts of the built page and how they import each other."""

    def __init__(self, folder: Path) -> None:
        assets = folder / "assets"
        texts = {file.name: file.read_text() for file in assets.glob("*.js")}
        self.imports = {name: set(_STATIC.findall(text)) for name, text in texts.items()}
        self.loads = {name: set(_DYNAMIC.findall(text)) for name, text in texts.items()}
        self.sizes = {file.name: len(gzip.compress(file.read_bytes(), 9)) for file in assets.glob("*.[cj]s*")}
        entry = re.findall(r'/assets/([\w.-]+\.(?:js|css))"', (folder / "index.html").read_text())
        self.shell = self.needed({name for name in entry if name.endswith(".js")}) | set(entry)

    def needed(self, names: set[str]) -> set[str]:
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.imports[name]
        return found

    def chunk(self, page: str) -> str:
        (name,) = (name for name in self.imports if re.fullmatch(page + r"-[\w-]{8}\.js", name) and self._is_page(name))
        return name

    def _is_page(self, name: str) -> bool:
        return any(name in self.loads[loader] for loader in self.shell if loader in self.loads)

    def cost(self, names: set[str]) -> int:
        return sum(self.sizes[name] for name in names)


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    require(str(BUILT / "index.html"), "the page is not built: run `make test`, which builds it")
    return Bundle(BUILT)


def test_shell(bundle: Bundle) -> None:
    assert bundle.cost(bundle.shell) <= MOST_OF_SHELL


@pytest.mark.parametrize("page", PAGES)
def test_page(page: str, bundle: Bundle) -> None:
    at_once = bundle.needed({bundle.chunk(page)}) - bundle.shell
    assert bundle.cost(at_once) <= MOST_OF_PAGE, sorted(at_once)
    for later in bundle.loads[bundle.chunk(page)] | {name for part in at_once for name in bundle.loads[part]}:
        part = bundle.needed({later}) - bundle.shell - at_once
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
    assert bundle.needed({bundle.chunk("market")}) - bundle.shell == {"market-BBBBBBBB.js", "table-CCCCCCCC.js"}
