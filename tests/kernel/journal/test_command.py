"""`nautilus journal verify`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from nautilus.cli.journal import commands
from nautilus.kernel.journal import PostgresJournal

from .notes import NOTES, noted

type Ask = Callable[..., list[tuple[object, ...]]]


@pytest.fixture
async def chain(journal: PostgresJournal, clean_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two events, in the home that the settings name; the head as verification prints it."""
    async with journal.transaction() as transaction:
        transaction.emit(NOTES, "k", noted("one"))
        transaction.emit(NOTES, "k", noted("two"))
    monkeypatch.setenv("NAUTILUS_HOME", str(tmp_path))
    monkeypatch.setenv("NAUTILUS_DATABASE_URL", clean_url)
    for bus in ("MARKET", "LOGIC"):
        monkeypatch.setenv(f"NAUTILUS_BUS_{bus}_URL", "redis://127.0.0.1:1")
    return (await journal.open()).hash.hex()


async def test_counts_and_heads_are_printed(chain: str) -> None:
    result = CliRunner().invoke(commands, ["verify"])
    assert result.exit_code == 0
    assert "alpha" in result.output
    assert chain in result.output
    answer = json.loads(CliRunner().invoke(commands, ["verify", "--json"]).stdout)
    assert answer == {
        "ok": True,
        "broken": None,
        "chains": [{"kind": "outbox", "name": "alpha", "count": 2, "head": chain, "kept": 2}],
    }


async def test_a_break_is_named_and_ends_with_1(chain: str, query: Ask) -> None:
    query("UPDATE journal.outbox SET payload = '' WHERE seq = 2")
    result = CliRunner().invoke(commands, ["verify"])
    assert result.exit_code == 1
    assert "alpha: event 2 was changed" in result.stderr
    result = CliRunner().invoke(commands, ["verify", "--json"])
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert answer["ok"] is False
    assert "alpha: event 2 was changed" in answer["broken"]


def test_help_has_an_example() -> None:
    assert "Example: nautilus journal verify" in CliRunner().invoke(commands, ["verify", "--help"]).output
