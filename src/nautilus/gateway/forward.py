"""`/api/<engine>/…` to the engine and back, as a stream: neither side is held in memory."""

from collections.abc import AsyncIterator
from http import HTTPStatus

from starlette.types import Receive, Scope, Send

from nautilus.gateway.upstream import Connection, Header, Upstream
from nautilus.kernel.app.guard import ACTOR_HEADER
from nautilus.kernel.app.problems import RequestError
from nautilus.kernel.config import ENGINE_PORTS, Config
from nautilus.kernel.errors import NotFoundError

_ASKED = {b"accept", b"accept-encoding", b"content-type", b"content-length", b"if-none-match", b"range", b"user-agent"}
"""Headers of a request that go on to the engine. Cookies, credentials and origins end here."""
_NOT_ANSWERED = {
    *(b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"server", b"date", b"set-cookie"),
    *(b"x-request-id", b"x-content-type-options", b"referrer-policy", b"x-frame-options"),
}
"""Headers of an answer that are of one connection only, or that the gateway sets itself."""


class Forward:
    """The ASGI application of all engines' routes. The engine learns who asks, and under which request id."""

    path = "/api/{engine}"
    """Label of all this in the metrics: the engines measure their own routes."""

    def __init__(self, config: Config, token: str) -> None:
        self._engines = {name: Upstream(name, config.engine_url(name)) for name in ENGINE_PORTS}
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name: str = scope["path_params"]["engine"]
        engine = self._engines.get(name)
        if engine is None:
            raise NotFoundError(f"There is no engine {name}; there are {', '.join(ENGINE_PORTS)}.")
        names = {name for name, _ in scope["headers"]}
        passed = [header for header in scope["headers"] if header[0] in _ASKED]
        body = None
        if b"transfer-encoding" in names:
            passed = [header for header in passed if header[0] != b"content-length"]  # of the two, chunks hold
            body = _body(receive)
        elif b"content-length" in names:
            body = _body(receive)
        headers = [*passed, *identity(self._token, scope)]
        answer = await engine.ask(scope["method"], _target(name, scope), headers, body)
        try:
            await _pass_back(engine, answer, send)
        finally:
            engine.release(answer)

    def close(self) -> None:
        for engine in self._engines.values():
            engine.close()


def _target(engine: str, scope: Scope) -> bytes:
    path: bytes = scope["raw_path"].removeprefix(f"/api/{engine}".encode())
    return path + b"?" + scope["query_string"] if scope["query_string"] else path


def identity(token: str, scope: Scope) -> list[Header]:
    """The headers by which an engine believes who asks."""
    return [
        (b"authorization", f"Bearer {token}".encode()),
        (ACTOR_HEADER.encode(), scope["actor"].encode("latin-1")),
        (b"x-request-id", scope["request_id"].encode()),
    ]


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RequestError(HTTPStatus.BAD_REQUEST, "The request was cut off.")
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return


async def _pass_back(engine: Upstream, answer: Connection, send: Send) -> None:
    headers = [header for header in answer.headers if header[0] not in _NOT_ANSWERED]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    more = True
    while more:
        chunk, more = await engine.read(answer)
        await send({"type": "http.response.body", "body": chunk, "more_body": more})
