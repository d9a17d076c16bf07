"""The page's TypeScript client is what `npm run client` makes from the routes of today."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from conftest import REQUIRE_ALL, require

WEB = Path(__file__).parents[2] / "web"
SCHEMA = WEB / "src" / "api" / "schema"


@pytest.fixture(scope="module")
def page_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("page_build", WEB / "build.py")
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def node(page_build: ModuleType) -> Path:
    """The Node that builds the page: the system's, or that of the wheel."""
    require(f"{WEB}/node_modules/openapi-typescript", "run `make test`, which installs the page's packages")
    try:
        return Path(page_build.find_node(install=False).program)
    except page_build.MissingError as missing:
        if REQUIRE_ALL:
            raise
        pytest.skip(str(missing))


def test_client_is_made_from_the_routes_of_today(node: Path, tmp_path: Path) -> None:
    made = subprocess.run(
        [node, "scripts/client.mjs", str(tmp_path / "schema")],
        check=False,
        cwd=WEB,
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert made.returncode == 0, made.stderr
    fresh, committed = _contents(tmp_path / "schema"), _contents(SCHEMA)
    differing = sorted(name for name in fresh.keys() | committed.keys() if fresh.get(name) != committed.get(name))
    assert not differing, f"routes have changed ({', '.join(differing)}): run npm run client in web/ and commit it"


def _contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}
