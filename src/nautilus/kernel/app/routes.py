"""How an engine declares what it answers over HTTP: `ROUTES = (get(...), post(...), ...)` in its `api.py`.

    class BarQuery(PageQuery, frozen=True, kw_only=True):
        run: int | None = None

    ROUTES = (
        get("/bars/{instrument_id}", bars, query=BarQuery, reply=Page[BarView], summary="Bars as of a time"),
        post("/replays", start_replay, body=StartReplay, reply=RunView, summary="Start a replay run", status=201),
        get("/backtests/{id}/tearsheet", tearsheet, reply=Html, summary="Tear sheet of a backtest"),
    )

    async def bars(service: MarketdataService, call: Call) -> Page[BarView]:
        after = decode_cursor(call.query.cursor, tuple[int, int])
        rows = await service.bars(call.path["instrument_id"], after, call.query.limit + 1)
        return page_of(rows, call.query.limit, lambda bar: (bar.run, bar.sequence))

A handler gets the engine's service and the validated `Call`; it returns what `reply` says (or a Starlette response,
where cookies or redirects are needed), or raises a `NautilusError`, which becomes problem+json with that class's status
and title. `reply=None` answers without a body.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from starlette.websockets import WebSocket

from nautilus.kernel.errors import InvalidInputError

HIGHEST_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Call:
    """One request, validated. `query` and `body` are instances of the structs that the route names, else None."""

    path: Mapping[str, Any]
    """What stands in the braces of the route: text for `{name}`, an int for `{run:int}` (else the route is unknown)."""
    query: Any
    body: Any
    actor: str
    """Who asks: `token` for a program, `session:<id>` for a browser; what an audit line names."""
    request_id: str
    headers: Sequence[tuple[bytes, bytes]] = ()
    """As they came, names in lower case: for cookies, which no struct describes."""


class PageQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Query of a list route. Subclass it to add filters."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=HIGHEST_LIMIT, description="Most items in one page")] = 100
    cursor: Annotated[str, msgspec.Meta(description="next_cursor of the page before; empty: the first page")] = ""


class Page[T](msgspec.Struct, frozen=True):
    """One page of a list."""

    items: Sequence[T]
    next_cursor: str | None = None
    """What to pass as `cursor` for the next page; null on the last one."""


@dataclass(frozen=True, slots=True)
class Html:
    """A page for a person. `policy` is its Content-Security-Policy: unless said, no scripts and nothing loaded."""

    text: str
    policy: str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Plain:
    """A reply in a text format of its own, such as the metrics of Prometheus."""

    text: str
    media_type: str = "text/plain; charset=utf-8"


type Handler = Callable[[Any, Call], Awaitable[Any]]
"""`async def handler(service, call) -> reply`."""


class Method(StrEnum):
    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    DELETE = "DELETE"


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: what is mounted and what stands in the OpenAPI document come from this record alone."""

    method: Method
    path: str
    handler: Handler
    summary: str
    reply: Any
    """A type that msgspec can encode, `Html`, `Plain`, or None for an empty answer."""
    query: type[msgspec.Struct] | None = None
    body: Any = None
    status: int = 200
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Socket:
    """One WebSocket. `handler` gets the service, an accepted-by-nobody-yet `WebSocket` and the actor."""

    path: str
    handler: Callable[[Any, WebSocket, str], Awaitable[None]]
    summary: str
    query: type[msgspec.Struct] | None = None


def get(
    path: str,
    handler: Handler,
    *,
    query: type[msgspec.Struct] | None = None,
    reply: Any,
    summary: str,
    status: int = 200,
    tags: tuple[str, ...] = (),
) -> Route:
    return Route(Method.GET, path, handler, summary, reply, query, None, status, tags)


def post(
    path: str,
    handler: Handler,
    *,
    query: type[msgspec.Struct] | None = None,
    body: Any = None,
    reply: Any,
    summary: str,
    status: int = 200,
    tags: tuple[str, ...] = (),
) -> Route:
    return Route(Method.POST, path, handler, summary, reply, query, body, status, tags)


def put(
    path: str,
    handler: Handler,
    *,
    query: type[msgspec.Struct] | None = None,
    body: Any = None,
    reply: Any,
    summary: str,
    status: int = 200,
    tags: tuple[str, ...] = (),
) -> Route:
    return Route(Method.PUT, path, handler, summary, reply, query, body, status, tags)


def delete(
    path: str,
    handler: Handler,
    *,
    query: type[msgspec.Struct] | None = None,
    reply: Any,
    summary: str,
    status: int = 200,
    tags: tuple[str, ...] = (),
) -> Route:
    return Route(Method.DELETE, path, handler, summary, reply, query, None, status, tags)


def encode_cursor(key: tuple[Any, ...]) -> str:
    """Opaque text for the sort key of a page's last item: what `next_cursor` holds."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def decode_cursor[T](cursor: str, key: type[T]) -> T | None:
    """The sort key to go on after, as `key` (for example `tuple[int, str]`); None for the first page.

    Raises InvalidInputError for a text that `encode_cursor` did not make for this key.
    """
    if not cursor:
        return None
    try:
        encoded = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(encoded, type=key)
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise InvalidInputError(
            "cursor is not one of this list; pass next_cursor of the page before, or leave it out"
        ) from error


def page_of[T](rows: Sequence[T], limit: int, key: Callable[[T], tuple[Any, ...]]) -> Page[T]:
    """A page of at most `limit` of `rows`; read one more than `limit`, which shows whether there is a next page."""
    if len(rows) <= limit:
        return Page(rows)
    shown = rows[:limit]
    return Page(shown, encode_cursor(key(shown[-1])))
