"""Messages outlive the code that wrote them: in journals, in streams, in another engine's older process."""

import json
from typing import Any

import pytest

from contract.message_schemas import SNAPSHOT, Schema, schemas


def incompatible(kept: Schema, present: Schema) -> list[str]:
    """What a reader or a writer of the kept schemas would stumble over."""
    problems: list[str] = []
    for name, fields in kept.items():
        if name not in present:
            problems.append(f"{name} is gone")
            continue
        now: list[dict[str, Any]] = present[name]
        if now[: len(fields)] != fields:
            problems.append(f"{name}: fields were changed, removed or moved; make a new version of it instead")
        problems += [f"{name}.{field['name']} has no default" for field in now[len(fields) :] if field["required"]]
    return problems


def test_messages_can_still_be_read() -> None:
    assert incompatible(json.loads(SNAPSHOT.read_text()), schemas()) == []


def test_the_snapshot_is_up_to_date() -> None:
    assert json.loads(SNAPSHOT.read_text()) == schemas(), "run: python tests/contract/message_schemas.py"


@pytest.mark.parametrize(
    ("present", "count"),
    [
        ([{"name": "run", "type": "int", "required": True}], 0),
        ([{"name": "run", "type": "str", "required": True}], 1),
        ([], 1),
        ([{"name": "run", "type": "int", "required": True}, {"name": "x", "type": "int", "required": False}], 0),
        ([{"name": "run", "type": "int", "required": True}, {"name": "x", "type": "int", "required": True}], 1),
        ([{"name": "x", "type": "int", "required": False}, {"name": "run", "type": "int", "required": True}], 2),
    ],
)
def test_the_rule_finds_what_it_looks_for(present: list[dict[str, Any]], count: int) -> None:
    kept = {"a.b.1": [{"name": "run", "type": "int", "required": True}]}
    assert len(incompatible(kept, {"a.b.1": present})) == count
    assert incompatible(kept, {}) == ["a.b.1 is gone"]
