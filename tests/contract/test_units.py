"""Every figure that an engine replies with says what it is measured in and what it means.

A figure is a number, or decimal text. Text shows by its format that it is decimal, or by its name: a name that stands
for a figure in one reply does so in all. A number that names something (a run, a sequence) has the unit `text`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from contract.test_routes import document_of
from nautilus.kernel.config import ENGINE_PORTS
from nautilus.kernel.units import KEY, Unit

NAMES = (*ENGINE_PORTS, "gateway")
PAGE = Path(__file__).parents[2] / "web" / "src" / "ui" / "types.ts"
_REFERENCE = "#/components/schemas/"

type Field = tuple[str, str, Mapping[str, Any]]
"""Schema, property, what the document says of it."""


@cache
def fields(name: str) -> tuple[Field, ...]:
    """The properties of everything that the routes of `name` reply with."""
    document = document_of(name)
    schemas = document["components"]["schemas"]
    waiting = [
        reference
        for operations in document["paths"].values()
        for operation in operations.values()
        for response in operation["responses"].values()
        for reference in references(response)
    ]
    seen: set[str] = set()
    while waiting:
        if (reached := waiting.pop()) not in seen:
            seen.add(reached)
            waiting.extend(references(schemas[reached]))
    return tuple(
        (schema, name, told) for schema in sorted(seen) for name, told in schemas[schema].get("properties", {}).items()
    )


def references(node: Any) -> Iterator[str]:
    """Schemas that a part of a document leads to."""
    if isinstance(node, Mapping):
        if isinstance(target := node.get("$ref"), str):
            yield target.removeprefix(_REFERENCE)
        for inner in node.values():
            yield from references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references(inner)


def types(schema: Mapping[str, Any]) -> set[str]:
    """The JSON types in a property, also inside of lists, mappings and choices."""
    found = {schema["type"]} if isinstance(schema.get("type"), str) else set()
    if schema.get("format") == "decimal":
        found.add("number")
    inner = [*schema.get("anyOf", ()), *schema.get("prefixItems", ())]
    inner += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), Mapping)]
    return found.union(*(types(one) for one in inner))


def decimal_names() -> set[str]:
    """Names that stand for decimal text in some reply."""
    return {
        name
        for engine in NAMES
        for _, name, told in fields(engine)
        if told.get(KEY, Unit.TEXT) != Unit.TEXT and "string" in types(told)
    }


def figures(name: str) -> list[Field]:
    decimals = decimal_names()
    return [
        field
        for field in fields(name)
        if types(field[2]) & {"integer", "number"} or (field[1] in decimals and "string" in types(field[2]))
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_unit(name: str) -> None:
    assert figures(name)
    assert not [f"{schema}.{field}" for schema, field, told in figures(name) if KEY not in told]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_says_what_it_means(name: str) -> None:
    assert not [f"{schema}.{field}" for schema, field, told in figures(name) if not told.get("description")]


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_is_one_that_the_page_knows(name: str) -> None:
    assert {told[KEY] for _, _, told in fields(name) if KEY in told} <= set(Unit)


def test_the_page_knows_the_same_units() -> None:
    declared = re.search(r"export type Unit =([^;]*);", PAGE.read_text())
    assert declared is not None
    assert set(re.findall(r'"(\w+)"', declared[1])) == set(Unit)


def test_decimal_text_is_known_by_its_name_in_every_reply() -> None:
    assert {"equity", "cash", "price", "quantity", "commission"} <= decimal_names()
