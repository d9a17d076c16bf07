"""How many bytes the built page has, compressed: what each page needs beside the shell before it can show."""

import gzip
import re
from pathlib import Path

BUILT = Path(__file__).parents[1] / "src" / "nautilus" / "gateway" / "page"
PAGES = ("overview", "market", "orders", "risk", "data", "kit")

_STATIC = re.compile(r"""(?:\bfrom|\bimport)\s*["'`]\./([\w.-]+\.js)["'`]""")
_DYNAMIC = re.compile(r"""\bimport\(\s*["'`]\./([\w.-]+\.js)["'`]\s*\)""")


class Bundle:
    """The scripts of the built page and how they import each other."""

    def __init__(self, folder: Path = BUILT) -> None:
        assets = folder / "assets"
        texts = {file.name: file.read_text() for file in assets.glob("*.js")}
        self.imports = {name: set(_STATIC.findall(text)) for name, text in texts.items()}
        self.loads = {name: set(_DYNAMIC.findall(text)) for name, text in texts.items()}
        self.sizes = {file.name: len(gzip.compress(file.read_bytes(), 9)) for file in assets.glob("*.[cj]s*")}
        entry = re.findall(r'/assets/([\w.-]+\.(?:js|css))"', (folder / "index.html").read_text())
        self.shell = self.needed({name for name in entry if name.endswith(".js")}) | set(entry)

    def needed(self, names: set[str]) -> set[str]:
        """With everything that they import."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.imports[name]
        return found

    def chunk(self, page: str) -> str:
        """The script of a page."""
        (name,) = (name for name in self.imports if re.fullmatch(page + r"-[\w-]{8}\.js", name) and self._is_page(name))
        return name

    def at_once(self, page: str) -> set[str]:
        """What a page needs beside the shell before it shows."""
        return self.needed({self.chunk(page)}) - self.shell

    def later(self, page: str) -> list[set[str]]:
        """Each part that a page loads after it is shown, such as the canvas of a chart."""
        at_once = self.at_once(page)
        begun = self.loads[self.chunk(page)] | {name for part in at_once for name in self.loads[part]}
        return [self.needed({name}) - self.shell - at_once for name in sorted(begun)]

    def cost(self, names: set[str]) -> int:
        """Bytes after gzip."""
        return sum(self.sizes[name] for name in names)

    def _is_page(self, name: str) -> bool:
        return any(name in self.loads[loader] for loader in self.shell if loader in self.loads)
