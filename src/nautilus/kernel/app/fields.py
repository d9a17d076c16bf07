"""Unit and description of each property of a document: units from the annotations, descriptions from the source."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec

from nautilus.kernel.units import KEY

_INNER = ("type", "types", "item_type", "item_types", "key_type", "value_type", "fields")
"""Where `msgspec.inspect` keeps the types that a type is made of."""


def document_fields(types: Iterable[Any], components: Mapping[str, dict[str, Any]]) -> None:
    """Give the properties in `components`, the schemas of `types`, their `x-unit` and `description`."""
    for kind in _structs(msgspec.inspect.multi_type_info(types)):
        component = components.get(_full_name(kind)) or components[_short_name(kind)]
        texts = descriptions(getattr(kind, "__origin__", kind))
        for name, schema in component["properties"].items():
            if (unit := unit_of(schema)) is not None:
                schema.setdefault(KEY, unit)
            if name in texts:
                schema.setdefault("description", texts[name])


def unit_of(schema: Mapping[str, Any]) -> str | None:
    """The unit of a property: its own, or that of what it holds."""
    if KEY in schema:
        return str(schema[KEY])
    inner = [*schema.get("anyOf", ()), *schema.get("prefixItems", ())]
    inner += [found for key in ("items", "additionalProperties") if isinstance(found := schema.get(key), Mapping)]
    units = {unit for one in inner if (unit := unit_of(one)) is not None}
    return units.pop() if len(units) == 1 else None


@cache
def descriptions(kind: type) -> Mapping[str, str]:
    """The text below each field of a class and of those that it derives from, on one line."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if issubclass(base, msgspec.Struct) and base is not msgspec.Struct:
            found |= _own_descriptions(base)
    return found


def _own_descriptions(kind: type) -> dict[str, str]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    except (OSError, TypeError):  # no source: a class made by a call
        return {}
    body = next((node.body for node in tree.body if isinstance(node, ast.ClassDef)), [])
    return {
        field.target.id: " ".join(text.value.value.split())
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def _structs(types: Iterable[Any]) -> Iterator[Any]:
    """Every class with fields in `types`, once."""
    seen: set[Any] = set()
    waiting = list(types)
    while waiting:
        node = waiting.pop()
        kind = getattr(node, "cls", None)
        if kind is not None and hasattr(node, "fields"):
            if kind in seen:
                continue
            seen.add(kind)
            yield kind
        for name in _INNER:
            inner = getattr(node, name, ())
            waiting.extend(inner if isinstance(inner, tuple) else [inner])


def _short_name(kind: Any) -> str:
    """What msgspec calls the schema of a class: `Page_AccountView_`."""
    name = getattr(kind, "__origin__", kind).__name__
    arguments = ", ".join(one.__name__ if isinstance(one, type) else repr(one) for one in getattr(kind, "__args__", ()))
    return _normal(f"{name}[{arguments}]" if arguments else name)


def _full_name(kind: Any) -> str:
    """What msgspec calls it where two classes have one short name."""
    return _normal(f"{kind.__module__}.{kind.__qualname__}")


def _normal(name: str) -> str:
    return re.sub(r"[^a-zA-Z0-9.\-_]", "_", name)
