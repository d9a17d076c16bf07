"""The HTTP server of a process: one application, its middleware in one list, uvicorn with uvloop and httptools."""

import asyncio
import contextlib
import errno
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from http import HTTPStatus
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from nautilus.kernel.app.guard import Access, Guard, Refusal
from nautilus.kernel.app.middleware import Limit, Observe, new_request_id
from nautilus.kernel.app.problems import RequestError, problem_of
from nautilus.kernel.config import Config
from nautilus.kernel.errors import ConfigurationError
from nautilus.kernel.telemetry import HttpMetrics

MOST_URL_BYTES = 8_192
MOST_HEAD_BYTES = 32_768
MOST_HEADERS = 100
HEAD_SECONDS = 20.0
_MOST_SOCKET_MESSAGE_BYTES = 65_536
_GRACE_SECONDS = 3
_BACKLOG = 2_048


def build_app(
    routes: Sequence[BaseRoute],
    access: Access,
    metrics: HttpMetrics,
    log: logging.Logger,
    refusal: Refusal = problem_of,
) -> Starlette:
    """The application. What a request passes, from the outside in, is the list below and nothing else."""
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Observe, metrics=metrics, log=log),
            Middleware(Limit),
            Middleware(Guard, access=access, refusal=refusal),
        ],
        exception_handlers={HTTPException: _answering(refusal)},
    )
    app.router.redirect_slashes = False  # a path is a route or a problem, never a guess
    return app


def _answering(refusal: Refusal) -> Callable[[Request, Exception], Awaitable[Response]]:
    """What answers a path or method that is not there."""

    async def answer(request: Request, error: Exception) -> Response:
        return refusal(error, request.scope)

    return answer


def listen(config: Config, name: str) -> socket.socket:
    """The socket of `name`, bound: whoever comes second hears so before anything else is started."""
    port = config.port(name)
    listener = socket.socket(socket.AF_INET6 if ":" in config.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((config.host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            reason = "is taken by another program; stop that one, or set NAUTILUS_PORT_OFFSET"
        else:
            reason = f"cannot be listened on ({error.strerror}); mend the setting `host`"
        raise ConfigurationError(f"port {port} of {name} at {config.host} {reason}") from error
    return listener


class HttpServer(uvicorn.Server):
    """Serves an application on a bound socket until `stop`. Signals are the business of the process, not of uvicorn."""

    def __init__(self, app: Starlette) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=BoundedProtocol,
                ws="websockets-sansio",
                ws_per_message_deflate=False,  # loopback has more bandwidth than this process has time
                ws_max_size=_MOST_SOCKET_MESSAGE_BYTES,
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        self.should_exit = True


class BoundedProtocol(HttpToolsProtocol):
    """Bounds URL and headers while they are read: httptools itself keeps whatever it is sent."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self._in_head = True
        self._head_bytes = 0
        self._refused: RequestError | None = None
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self._in_head:
            self._stop_waiting()
        elif not self.transport.is_closing():
            self._wait_for_head()
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self._refused = _head_too_large()
                self.send_400_response("")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head = True
        self._head_bytes = 0

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > MOST_URL_BYTES:
            self._refuse(
                RequestError(HTTPStatus.REQUEST_URI_TOO_LONG, f"The URL is longer than {MOST_URL_BYTES} bytes.")
            )

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        if len(self.headers) > MOST_HEADERS:
            self._refuse(_head_too_large())

    def on_headers_complete(self) -> None:
        if sum(len(name) + len(value) for name, value in self.headers) > MOST_HEAD_BYTES:
            self._refuse(_head_too_large())
        super().on_headers_complete()
        self._in_head = False
        self._head_bytes = 0

    def _wait_for_head(self) -> None:
        """Whoever opens a connection has this long to say what they want: else idle ones would pile up."""
        if self._patience is None:
            self._patience = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._refused = RequestError(HTTPStatus.REQUEST_TIMEOUT, f"No whole request came within {HEAD_SECONDS:g} s.")
        self.send_400_response("")

    def _refuse(self, error: RequestError) -> None:
        """Inside a callback of the parser: what is raised ends the parsing, and uvicorn calls `send_400_response`."""
        self._refused = error
        raise error

    def send_400_response(self, msg: str) -> None:
        error = self._refused or RequestError(HTTPStatus.BAD_REQUEST, "This is not a valid HTTP/1.1 request.")
        request_id = new_request_id()
        answer = problem_of(error, {"request_id": request_id})
        answer.headers["x-request-id"] = request_id
        head = b"".join(b"%s: %s\r\n" % header for header in answer.raw_headers)
        self.transport.write(STATUS_LINE[error.status] + head + b"connection: close\r\n\r\n" + bytes(answer.body))
        self.transport.close()


def _head_too_large() -> RequestError:
    return RequestError(
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        f"At most {MOST_HEADERS} headers of together {MOST_HEAD_BYTES} bytes are read.",
    )


async def serve(server: HttpServer, listener: socket.socket, stop: asyncio.Event) -> None:
    """Serve until `stop` is set, then let running requests end."""
    stopping = asyncio.get_running_loop().create_task(_stop_when(server, stop))
    try:
        await server.serve([listener])
    finally:
        stopping.cancel()


async def _stop_when(server: HttpServer, stop: asyncio.Event) -> None:
    await stop.wait()
    server.stop()
