"""A small engine side: a shelf of books, behind the same door as every engine."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import httpx
import msgspec
import psycopg
import pytest
from prometheus_client import CollectorRegistry

from kernel.app.counter import SCHEMA
from nautilus.kernel.app.endpoints import mount
from nautilus.kernel.app.guard import Access
from nautilus.kernel.app.probes import PROBES, Probes
from nautilus.kernel.app.routes import Call, Html, Page, PageQuery, decode_cursor, delete, get, page_of, post
from nautilus.kernel.app.server import build_app
from nautilus.kernel.bus import BusMetrics, BusPublisher, connect
from nautilus.kernel.config import Config
from nautilus.kernel.engine import Check
from nautilus.kernel.errors import ConflictError, NotFoundError
from nautilus.kernel.messages import Bus
from nautilus.kernel.migrations import migrate
from nautilus.kernel.telemetry import HttpMetrics
from support.http import served

TOKEN = "t" * 43


class Book(msgspec.Struct, frozen=True):
    title: str
    price: Decimal


class NewBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Annotated[str, msgspec.Meta(min_length=1)]
    price: Decimal
    tags: list[str] = []


class BookQuery(PageQuery, frozen=True, kw_only=True):
    title: str | None = None
    tag: tuple[str, ...] = ()


@dataclass
class Shelf:
    books: list[Book] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    asked: int = 0

    async def readiness(self) -> list[Check]:
        self.asked += 1
        await asyncio.sleep(0.01)
        return self.checks


async def list_books(shelf: Shelf, call: Call) -> Page[Book]:
    after = decode_cursor(call.query.cursor, tuple[int])
    start = after[0] + 1 if after else 0
    rows = list(enumerate(shelf.books))[start : start + call.query.limit + 1]
    page = page_of(rows, call.query.limit, lambda row: (row[0],))
    return Page([book for _, book in page.items], page.next_cursor)


async def one_book(shelf: Shelf, call: Call) -> Book:
    try:
        return shelf.books[call.path["number"]]
    except IndexError as error:
        raise NotFoundError(f"no book {call.path['number']}; GET /books lists them") from error


async def first_book(shelf: Shelf, call: Call) -> Book:
    del call
    return shelf.books[0]


async def add_book(shelf: Shelf, call: Call) -> Book:
    shelf.actors.append(call.actor)
    if any(book.title == call.body.title for book in shelf.books):
        raise ConflictError(f"{call.body.title} is on the shelf already")
    shelf.books.append(Book(call.body.title, call.body.price))
    return shelf.books[-1]


async def clear(shelf: Shelf, call: Call) -> None:
    del call
    shelf.books.clear()


async def cover(shelf: Shelf, call: Call) -> Html:
    del shelf, call
    return Html("<h1>Cover</h1>")


async def broken(shelf: Shelf, call: Call) -> Any:
    del call
    return shelf.books[10_000]


ROUTES = (
    get("/books", list_books, query=BookQuery, reply=Page[Book], summary="Books of the shelf"),
    get("/books/{number:int}", one_book, reply=Book, summary="One book"),
    get("/books/first", first_book, reply=Book, summary="The first book"),
    post("/books", add_book, body=NewBook, reply=Book, summary="Add a book", status=201),
    delete("/books", clear, reply=None, summary="Clear the shelf", status=204),
    get("/cover", cover, reply=Html, summary="A page for people"),
    get("/broken", broken, reply=Book, summary="Raises what nobody expects"),
)


def access(**changes: Any) -> Access:
    return Access(token=TOKEN, allowed_hosts=("127.0.0.1", "localhost"), **changes)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf([Book("Walden", Decimal("12.50"))], [Check("database", ok=True)])


@pytest.fixture
async def port(shelf: Shelf) -> AsyncIterator[int]:
    registry = CollectorRegistry()
    probes = Probes(
        name="shelf",
        summary="Books",
        registry=registry,
        readiness=shelf.readiness,
        details=lambda: {"books": len(shelf.books)},
        routes=ROUTES,
    )
    routes = [*mount(PROBES, lambda: probes), *mount(ROUTES, lambda: shelf)]
    app = build_app(routes, access(), HttpMetrics(registry), logging.getLogger("test"))
    async with served(app) as number:
        yield number


@pytest.fixture
async def anyone(port: int) -> AsyncIterator[httpx.AsyncClient]:
    """A client without any credentials."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        yield client


@pytest.fixture
async def program(port: int) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the token."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False) as client:
        yield client


@pytest.fixture
def config(tmp_path: Path, database_url: str, market_bus_url: str, logic_bus_url: str) -> Config:
    migrate(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(SCHEMA)
        connection.execute("TRUNCATE counter.total, journal.inbox, journal.outbox, journal.head, journal.relay")
    return Config(
        home=str(tmp_path), database_url=database_url, bus_market_url=market_bus_url, bus_logic_url=logic_bus_url
    )


@pytest.fixture
async def publisher(config: Config) -> AsyncIterator[BusPublisher]:
    clients = {bus: connect(config, bus, "test") for bus in Bus}
    for client in clients.values():
        await client.execute("FLUSHALL")
    yield BusPublisher(clients, BusMetrics.register(CollectorRegistry()))
    for client in clients.values():
        await client.close()


@pytest.fixture(scope="module")
def counted_url(database_url: str) -> str:
    migrate(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(SCHEMA)
    return database_url
