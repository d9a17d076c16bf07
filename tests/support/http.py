"""An application of the house on a free loopback port, for the length of a `async with`."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from nautilus.kernel.app.server import HttpServer, serve


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[int]:
    """The port. The server has stopped when the block ends."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port: int = listener.getsockname()[1]
    stop = asyncio.Event()
    server = HttpServer(app)
    task = asyncio.create_task(serve(server, listener, stop))
    try:
        while not server.started:  # noqa: ASYNC110 - uvicorn has a flag, no event
            await asyncio.sleep(0.005)
        yield port
    finally:
        stop.set()
        await task
