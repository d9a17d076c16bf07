"""`/api/<engine>/…` to the engine and back, as a stream: neither side is held in memory."""

from collections.abc import AsyncIterator
from http import HTTPStatus

import httpx
from starlette.types import Receive, Scope, Send

from nautilus.kernel.app.guard import ACTOR_HEADER
from nautilus.kernel.app.problems import RequestError
from nautilus.kernel.config import ENGINE_PORTS, Config
from nautilus.kernel.errors import NotFoundError, UnavailableError

_ASKED = {b"accept", b"accept-encoding", b"content-type", b"content-length", b"if-none-match", b"range", b"user-agent"}
"""Headers of a request that go on to the engine. Cookies, credentials and origins end here."""
_NOT_ANSWERED = {
    *(b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"server", b"date", b"set-cookie"),
    *(b"x-request-id", b"x-content-type-options", b"referrer-policy", b"x-frame-options"),
}
"""Headers of an answer that are of one connection only, or that the gateway sets itself."""
_BODILESS = {"GET", "HEAD", "OPTIONS"}


class Forward:
    """The ASGI application of all engines' routes. The engine learns who asks, and under which request id."""

    path = "/api/{engine}"
    """Label of all this in the metrics: the engines measure their own routes."""

    def __init__(self, config: Config, http: httpx.AsyncClient, token: str) -> None:
        self._config = config
        self._http = http
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        engine: str = scope["path_params"]["engine"]
        if engine not in ENGINE_PORTS:
            raise NotFoundError(f"There is no engine {engine}; there are {', '.join(ENGINE_PORTS)}.")
        request = self._http.build_request(
            scope["method"],
            self._target(engine, scope),
            headers=[*self._headers(scope)],
            content=None if scope["method"] in _BODILESS else _body(receive),
        )
        answer = await self._ask(engine, request)
        try:
            await _pass_back(answer, send)
        finally:
            await answer.aclose()

    def _target(self, engine: str, scope: Scope) -> str:
        path = str(scope["raw_path"], "ascii").removeprefix(f"/api/{engine}")
        query = str(scope["query_string"], "latin-1")
        return self._config.engine_url(engine) + path + (f"?{query}" if query else "")

    def _headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        passed = [(name, value) for name, value in scope["headers"] if name in _ASKED]
        return [*passed, *identity(self._token, scope)]

    async def _ask(self, engine: str, request: httpx.Request) -> httpx.Response:
        try:
            return await self._http.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.RemoteProtocolError) as error:
            raise UnavailableError(f"{engine} does not answer; `nautilus status` says why. Try again soon.") from error
        except httpx.ReadTimeout as error:
            raise RequestError(HTTPStatus.GATEWAY_TIMEOUT, f"{engine} took too long to answer.") from error
        except httpx.TransportError as error:
            raise UnavailableError(f"The connection to {engine} broke ({error!r}); try again.") from error


def identity(token: str, scope: Scope) -> list[tuple[bytes, bytes]]:
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


async def _pass_back(answer: httpx.Response, send: Send) -> None:
    named = [(name.lower(), value) for name, value in answer.headers.raw]
    headers = [(name, value) for name, value in named if name not in _NOT_ANSWERED]
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    async for chunk in answer.aiter_raw():
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
