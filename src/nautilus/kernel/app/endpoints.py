"""From the records in ROUTES to mounted routes: parse with msgspec, call the handler, encode with msgspec.

This is the hot path of every engine: no request or response objects, headers as bytes, one encoder.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.routing import Route as MountedRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from nautilus.kernel.app.problems import FieldError, RequestError, field_errors
from nautilus.kernel.app.routes import Call, Html, Plain, Route, Socket
from nautilus.kernel.app.storable import require_storable

type ServiceSource = Callable[[], Any]
"""Gives the service, or raises UnavailableError while the engine is still starting."""

MOST_QUERY_FIELDS = 64
_JSON = (b"content-type", b"application/json")
_NO_STORE = (b"cache-control", b"no-store")
_HTML = (b"content-type", b"text/html; charset=utf-8")
_encoder = msgspec.json.Encoder()


def mount(routes: Iterable[Route | Socket], service: ServiceSource) -> list[BaseRoute]:
    """Starlette routes, one a path. Paths without parameters come first, so that `/replays/current` is found."""
    operations: dict[str, dict[str, Operation]] = defaultdict(dict)
    mounted: list[BaseRoute] = []
    for route in routes:
        if isinstance(route, Socket):
            mounted.append(WebSocketRoute(route.path, SocketEndpoint(route, service)))
        elif route.method in operations[route.path]:
            raise ValueError(f"{route.method} {route.path} is declared twice")
        else:
            operations[route.path][route.method] = Operation.of(route)
    mounted += [MountedRoute(path, Endpoint(path, methods, service)) for path, methods in operations.items()]
    return sorted(mounted, key=lambda route: getattr(route, "path", "").count("{"))


class Endpoint:
    """The ASGI application of one path."""

    def __init__(self, path: str, operations: Mapping[str, "Operation"], service: ServiceSource) -> None:
        self.path = path
        self._service = service
        self._operations = dict(operations)
        if "GET" in operations:
            self._operations["HEAD"] = operations["GET"]
        self.methods = tuple(sorted(self._operations))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        operation = self._operations.get(scope["method"])
        if operation is None:
            allowed = ", ".join(self.methods)
            raise RequestError(HTTPStatus.METHOD_NOT_ALLOWED, f"Allowed here: {allowed}.", headers={"Allow": allowed})
        service = self._service()
        call = await operation.parse(scope, receive)
        reply = await operation.route.handler(service, call)
        if isinstance(reply, Response):
            await reply(scope, receive, send)
        else:
            await operation.answer(reply, send)


class SocketEndpoint:
    """The ASGI application of one WebSocket."""

    def __init__(self, route: Socket, service: ServiceSource) -> None:
        self.path = route.path
        self._route = route
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._route.handler(self._service(), WebSocket(scope, receive, send), scope["actor"])


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path, with everything about it worked out beforehand."""

    route: Route
    fields: frozenset[str]
    lists: frozenset[str]
    """Query fields that may be given more than once."""

    @classmethod
    def of(cls, route: Route) -> "Operation":
        if route.query is None:
            return cls(route, frozenset(), frozenset())
        fields = msgspec.structs.fields(route.query)
        return cls(
            route,
            frozenset(field.encode_name for field in fields),
            frozenset(field.encode_name for field in fields if _is_list(field.type)),
        )

    async def parse(self, scope: Scope, receive: Receive) -> Call:
        query = self._query(scope["query_string"])
        body = await self._body(scope, receive) if self.route.body is not None else None
        path, actor, request_id = scope.get("path_params", {}), scope.get("actor", ""), scope["request_id"]
        for place, given in (("path", path), ("query", query), ("body", body)):
            require_storable(place, given)
        return Call(path, query, body, actor, request_id, scope["headers"])

    def _query(self, text: bytes) -> Any:
        if self.route.query is None and not text:
            return None
        try:
            pairs = parse_qsl(text.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_QUERY_FIELDS)
        except ValueError as error:
            raise RequestError(HTTPStatus.BAD_REQUEST, f"The query cannot be read: {error}.") from error
        values: dict[str, Any] = {}
        for name, value in pairs:
            if name not in self.fields:
                known = ", ".join(sorted(self.fields)) or "none"
                raise _invalid(FieldError("query", f"#/{name}", f"no such parameter; there are: {known}"))
            if name in self.lists:
                values.setdefault(name, []).append(value)
            elif name in values:
                raise _invalid(FieldError("query", f"#/{name}", "given more than once"))
            else:
                values[name] = value
        if self.route.query is None:
            return None
        try:
            return msgspec.convert(values, self.route.query, strict=False)
        except msgspec.ValidationError as error:
            raise _invalid(*field_errors("query", error)) from error

    async def _body(self, scope: Scope, receive: Receive) -> Any:
        kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
        if kind.partition(b";")[0].strip().lower() != b"application/json":
            raise RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send the body as `Content-Type: application/json`.")
        encoded = await read_body(receive)
        try:
            return msgspec.json.decode(encoded, type=self.route.body)
        except msgspec.ValidationError as error:
            raise _invalid(*field_errors("body", error)) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise RequestError(HTTPStatus.BAD_REQUEST, f"The body is not valid JSON: {error}.") from error

    async def answer(self, reply: Any, send: Send) -> None:
        if isinstance(reply, Html):
            body, headers = reply.text.encode(), [_HTML, (b"content-security-policy", reply.policy.encode()), _NO_STORE]
        elif isinstance(reply, Plain):
            body, headers = reply.text.encode(), [(b"content-type", reply.media_type.encode()), _NO_STORE]
        elif self.route.reply is None:
            body, headers = b"", [_NO_STORE]
        else:
            body, headers = _encoder.encode(reply), [_JSON, _NO_STORE]
        if self.route.status != HTTPStatus.NO_CONTENT:
            headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": self.route.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def read_body(receive: Receive) -> bytes:
    """The whole body. `Limit` stands before this."""
    chunks: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunks.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(chunks)


def _invalid(*errors: FieldError) -> RequestError:
    first = errors[0]
    return RequestError(
        HTTPStatus.UNPROCESSABLE_ENTITY, f"{first.place} {first.pointer.removeprefix('#/')}: {first.detail}", errors
    )


def _is_list(kind: Any) -> bool:
    info = msgspec.inspect.type_info(kind)
    options = info.types if isinstance(info, msgspec.inspect.UnionType) else (info,)
    return any(isinstance(option, msgspec.inspect.ListType | msgspec.inspect.VarTupleType) for option in options)
