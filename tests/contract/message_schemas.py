"""The schema of every message as plain data. `python tests/contract/message_schemas.py` writes the snapshot anew."""

import importlib
import json
from pathlib import Path
from typing import Any, get_args

import msgspec

from nautilus.kernel.config import ENGINE_PORTS
from nautilus.kernel.messages import Message

SNAPSHOT = Path(__file__).with_name("message_schemas.json")
type Schema = dict[str, list[dict[str, Any]]]


def schemas() -> Schema:
    """Fields of each message by tag, and of each struct inside of messages by name, in their order on the wire."""
    for engine in ENGINE_PORTS:
        importlib.import_module(f"nautilus.engines.{engine}.messages")
    found: Schema = {}
    for message in _descendants(Message):
        if message.__module__.startswith("nautilus."):
            found[str(message.__struct_config__.tag)] = _fields(message, found)
    return dict(sorted(found.items()))


def _descendants(kind: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    return [child for direct in kind.__subclasses__() for child in (direct, *_descendants(direct))]


def _fields(struct: type[msgspec.Struct], found: Schema) -> list[dict[str, Any]]:
    fields = msgspec.structs.fields(struct)
    for field in fields:
        for inner in _structs(field.type):
            if inner.__name__ not in found:
                found[inner.__name__] = []
                found[inner.__name__] = _fields(inner, found)
    return [{"name": field.name, "type": _text(field.type), "required": field.required} for field in fields]


def _structs(kind: Any) -> list[type[msgspec.Struct]]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return [kind]
    return [struct for argument in get_args(kind) for struct in _structs(argument)]


def _text(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind)


if __name__ == "__main__":
    lines = (f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in schemas().items())
    SNAPSHOT.write_text("{\n" + ",\n".join(lines) + "\n}\n")
