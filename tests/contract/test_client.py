"""The page's TypeScript client is what `npm run client` makes from the routes of today."""

import os
import subprocess
import sys
from pathlib import Path

from conftest import require

WEB = Path(__file__).parents[2] / "web"
SCHEMA = WEB / "src" / "api" / "schema"


def _contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_client_is_made_from_the_routes_of_today(tmp_path: Path) -> None:
    require("node", "it writes the page's client")
    require(f"{WEB}/node_modules/openapi-typescript", "run npm ci in web/")
    made = subprocess.run(
        ["node", "scripts/client.mjs", str(tmp_path / "schema")],
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
