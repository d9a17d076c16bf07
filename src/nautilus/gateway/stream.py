"""`/api/websocket/stream`: a browser's WebSocket to the websocket engine and back, frame by frame."""

import asyncio
import contextlib
from http import HTTPStatus

from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from nautilus.gateway.forward import identity
from nautilus.kernel.app.problems import RequestError
from nautilus.kernel.config import Config
from nautilus.kernel.errors import UnavailableError

STREAM_PATH = "/api/websocket/stream"
_OPEN_SECONDS = 5.0
_GOING_AWAY = 1001
_BAD_GATEWAY = 1014
_UNSENDABLE = {1005, 1006, 1015}
"""Close codes that say how a connection ended and may not be sent over one."""


class StreamForward:
    """The ASGI application of that path. A ticket goes on to the engine, which redeems it."""

    path = STREAM_PATH

    def __init__(self, config: Config, token: str) -> None:
        self._config = config
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        engine = await self._connect(scope)
        async with engine:
            await socket.accept()
            await _pump(socket, engine)

    async def _connect(self, scope: Scope) -> ClientConnection:
        url = self._config.engine_url("websocket").replace("http", "ws", 1) + "/stream"
        headers = {"X-Request-Id": scope["request_id"]}
        if scope["actor"] == "ticket":
            url += "?" + str(scope["query_string"], "latin-1")
        else:
            headers = {str(name, "ascii"): str(value, "latin-1") for name, value in identity(self._token, scope)}
        try:
            return await connect(url, additional_headers=headers, open_timeout=_OPEN_SECONDS, max_size=None, proxy=None)
        except InvalidStatus as error:
            status = HTTPStatus(error.response.status_code)
            raise RequestError(status, "The websocket engine refuses this; ask POST /tickets for a ticket.") from error
        except (OSError, TimeoutError, WebSocketException) as error:
            raise UnavailableError("websocket does not answer; `nautilus status` says why. Try again soon.") from error


async def _pump(socket: WebSocket, engine: ClientConnection) -> None:
    """Until either side closes; then the other is closed with the same code."""
    up = asyncio.create_task(_up(socket, engine))
    down = asyncio.create_task(_down(engine, socket))
    done, pending = await asyncio.wait((up, down), return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*pending, return_exceptions=True)
    for task in done:
        task.result()


async def _up(socket: WebSocket, engine: ClientConnection) -> None:
    try:
        while True:
            await engine.send(await socket.receive_text())
    except WebSocketDisconnect as ended:
        await engine.close(ended.code if ended.code not in _UNSENDABLE else _GOING_AWAY)
    except ConnectionClosed:
        return  # `_down` sees it too, and tells the browser


async def _down(engine: ClientConnection, socket: WebSocket) -> None:
    try:
        async for text in engine:
            if isinstance(text, str):
                await socket.send_text(text)
            else:
                await socket.send_bytes(text)
        code, reason = engine.close_code, engine.close_reason
    except ConnectionClosed as ended:
        code, reason = (ended.rcvd.code, ended.rcvd.reason) if ended.rcvd else (_BAD_GATEWAY, "the engine went away")
    except WebSocketDisconnect:
        return  # `_up` sees it too, and tells the engine
    with contextlib.suppress(WebSocketDisconnect):  # the browser left first, and that is why the engine closes
        await socket.close(code if code and code not in _UNSENDABLE else _BAD_GATEWAY, reason)
