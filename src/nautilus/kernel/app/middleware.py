"""What every request passes before its route, as one visible list in `build_app`: Observe, Limit, Guard.

All three are plain ASGI: nothing is buffered, streams stay streams.
"""

import logging
import os
import re
import time
from collections.abc import Callable
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nautilus.kernel import telemetry
from nautilus.kernel.app.problems import RequestError, problem_of
from nautilus.kernel.errors import NautilusError
from nautilus.kernel.telemetry import HttpMetrics

MOST_BODY_BYTES = 1_048_576
_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")
_READING = {"GET", "HEAD", "OPTIONS"}
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # with no-referrer, forms would be sent with `Origin: null`
    (b"x-frame-options", b"DENY"),
)


class Observe:
    """Request id in, out and into the log; duration into the metrics; whatever goes wrong becomes a problem."""

    def __init__(self, app: ASGIApp, metrics: HttpMetrics, log: logging.Logger) -> None:
        self._app = app
        self._metrics = metrics
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        scope["request_id"] = request_id = _request_id(scope)
        token = telemetry.request_id.set(request_id)
        started = time.perf_counter()
        status = 0
        own_headers = (*_HEADERS, (b"x-request-id", request_id.encode()))

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *own_headers]
            elif message["type"] == "websocket.accept":
                status = HTTPStatus.SWITCHING_PROTOCOLS
            elif message["type"] == "websocket.close" and not status:
                status = HTTPStatus.FORBIDDEN
            await send(message)

        try:
            await self._answer(scope, receive, send_marked, lambda: bool(status))
        finally:
            seconds = time.perf_counter() - started
            self._record(scope, status, seconds)
            telemetry.request_id.reset(token)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, begun: Callable[[], bool]) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            scope["failure"] = str(error)
            if not isinstance(error, NautilusError):
                self._log.exception("request failed", extra={"path": scope["path"]})
            if begun():
                raise
            await problem_of(error, scope)(scope, receive, send)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        if status == HTTPStatus.SWITCHING_PROTOCOLS:
            return  # how long a stream stays open is no duration of a request
        method = scope.get("method", "WEBSOCKET")
        route = getattr(scope.get("endpoint"), "path", "unmatched")
        self._metrics.observe(method if route != "unmatched" else "any", route, status, seconds)
        level = _level(method, route, status)
        if self._log.isEnabledFor(level):
            seen = {"status": status, "seconds": round(seconds, 6), "actor": scope.get("actor", "")}
            self._log.log(level, "%s %s", method, scope["path"], extra=seen | {"failure": scope.get("failure", "")})


def _level(method: str, route: str, status: int) -> int:
    """Faults are warnings, changes are worth a line; being asked whether all is well, and saying no, is not."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and not route.startswith("/health"):
        return logging.WARNING
    return logging.DEBUG if method in _READING else logging.INFO


class Limit:
    """Bodies of at most `most_bytes`, whether their length is declared or not. The head is limited in `server`."""

    def __init__(self, app: ASGIApp, most_bytes: int = MOST_BODY_BYTES) -> None:
        self._app = app
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if int(declared) > self._most_bytes:
            raise self._too_large()
        seen = 0

        async def receive_counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._most_bytes:
                raise self._too_large()
            return message

        await self._app(scope, receive_counted, send)

    def _too_large(self) -> RequestError:
        return RequestError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {self._most_bytes} bytes; send less at once."
        )


def _request_id(scope: Scope) -> str:
    """The caller's id when it is a plain word, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
            return str(value, "ascii")
    return new_request_id()


def new_request_id() -> str:
    return os.urandom(8).hex()
