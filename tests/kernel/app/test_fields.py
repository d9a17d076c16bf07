"""A document says of each field what it is measured in and what it means."""

from typing import Annotated

import msgspec

from nautilus.kernel.app.openapi import describe
from nautilus.kernel.app.routes import Call, Page, get
from nautilus.kernel.units import Count, Currency, Price


class Base(msgspec.Struct, frozen=True, kw_only=True):
    run: int
    """Of the base,
    in two lines."""


class View(Base, frozen=True, kw_only=True):
    plain: str
    equity: Currency[str]
    """Cash and more."""
    loss: Currency[str] | None = None
    prices: tuple[Price[float], ...] = ()
    counts: dict[str, Count[int]] = {}
    mixed: Count[int] | Price[str] | None = None
    said: Annotated[Price[float], msgspec.Meta(description="at the field")] = 0.0
    """Below the field."""


async def _view(_: object, __: Call) -> View:
    raise NotImplementedError


PROPERTIES = describe("t", "t", "1", [get("/", _view, reply=Page[View], summary="t")])["components"]["schemas"]["View"][
    "properties"
]


def test_the_unit_stands_on_the_property_also_where_it_is_that_of_what_the_property_holds() -> None:
    units = {name: schema.get("x-unit") for name, schema in PROPERTIES.items()}
    assert units == {
        "run": None,
        "plain": None,
        "equity": "currency",
        "loss": "currency",
        "prices": "price",
        "counts": "count",
        "mixed": None,
        "said": "price",
    }


def test_the_text_below_a_field_is_its_description() -> None:
    assert PROPERTIES["equity"]["description"] == "Cash and more."
    assert "description" not in PROPERTIES["plain"]
    assert PROPERTIES["run"]["description"] == "Of the base, in two lines."


def test_a_description_in_the_annotation_comes_first() -> None:
    assert PROPERTIES["said"]["description"] == "at the field"


def test_a_unit_does_not_change_what_is_sent() -> None:
    view = View(run=1, plain="x", equity="1.00")
    assert msgspec.json.decode(msgspec.json.encode(view), type=View) == view
