"""Orders through the real library: the same run as without it, also when the process is killed in its middle."""

import json
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from nautilus.trading.events import Adjusted, Amended, decode
from support.actions import SCRIPTED, Scripted, halfway, renamed
from support.trading import MemoryJournal, rig, walk

RECORDS, SEED = 1_500, 4
RUNNING = Path(__file__).parent / "running.py"
STATUS = {"CANCELLED": "CANCELED"}


def run(home, *arguments, seed=str(SEED)):
    return subprocess.run(
        [sys.executable, str(RUNNING), str(home), str(RECORDS), seed, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def story(payloads):
    return [(b.cause, b.position, b.sequence, b.ts_event, b.events) for b in map(decode, payloads)]


@pytest.fixture(scope="module")
def reference():
    """The same run without the library."""
    scenario = walk(SEED, RECORDS)
    journal = MemoryJournal()
    rig(scenario, journal).play(scenario.frames([333]))
    return story(journal.payloads)


def finished(home, **terms):
    done = run(home, **terms)
    assert done.returncode == 0, done.stderr
    return json.loads((home / "found.json").read_text())


def assert_agreed(found, reference):
    assert story(payload.encode() for payload in found["journal"]) == reference
    ours, theirs = found["ours"], found["theirs"]
    assert {k: Decimal(v) for k, v in ours["positions"].items()} == {
        k: Decimal(v) for k, v in theirs["positions"].items()
    }
    assert {k: STATUS.get(v, v) for k, v in ours["orders"].items()} == theirs["orders"]
    assert Decimal(ours["cash"]) == Decimal(theirs["cash"])


def test_a_run_through_the_library_is_the_run_without_it(tmp_path, reference):
    assert len(reference) > 100
    assert_agreed(finished(tmp_path), reference)


def test_killed_at_any_record_of_its_journal_it_goes_on_without_losing_or_repeating_an_order(tmp_path, reference):
    for at in (2, len(reference) // 3, len(reference) // 2, len(reference) - 3):
        assert run(tmp_path, at).returncode == -signal.SIGKILL
    assert_agreed(finished(tmp_path), reference)


def test_a_split_and_a_dividend_reach_the_library_also_when_it_is_killed_at_them(tmp_path):
    """Our position and theirs, which is a sum of fills; orders and cash."""
    scenario, journal, seed = halfway(walk(2, RECORDS)), MemoryJournal(), "2s"
    rig(scenario, journal).play(scenario.frames([333]))
    reference = story(journal.payloads)
    adjusted = [number for number, (*_, events) in enumerate(reference, 1) if isinstance(events[0], Adjusted)]
    assert len(adjusted) == 2
    assert any(isinstance(event, Amended) for *_, events in reference for event in events)
    for at in adjusted:
        assert run(tmp_path, at, seed=seed).returncode == -signal.SIGKILL
    found = finished(tmp_path, seed=seed)
    theirs = found["theirs"]["orders"]
    nobodys = [name for name in theirs if "/SPLIT/" in name]
    assert len(nobodys) == 1
    del theirs[nobodys[0]]
    assert_agreed(found, reference)


def test_a_rename_and_a_reverse_split_reach_the_library_also_when_it_is_killed_at_them(tmp_path):
    scenario, journal = renamed(), MemoryJournal()
    rig(scenario, journal, (SCRIPTED,)).play(scenario.frames([1]))
    Scripted.script = {}
    reference = story(journal.payloads)
    adjusted = [number for number, (*_, events) in enumerate(reference, 1) if isinstance(events[0], Adjusted)]
    for at in adjusted:
        assert run(tmp_path, at, seed="renamed").returncode == -signal.SIGKILL
    found = finished(tmp_path, seed="renamed")
    theirs = found["theirs"]["orders"]
    nobodys = [name for name in theirs if "/" in name]
    assert sorted(nobodys) == ["WM.US/SPLIT/2009-08-06/1", *(f"WMI.US/RENAME/2009-08-05/{n}" for n in (1, 2))]
    for name in nobodys:
        del theirs[name]
    assert_agreed(found, reference)
    assert found["ours"]["positions"] == {"WMI.US": "0", "WM.US": "6"}  # 10.5 − 0.5 − 4
