"""Routes of websocket: its topics, tickets, and the stream itself."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Annotated, Any

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from nautilus.engines.websocket.messages import Delivery, Ping, Request
from nautilus.engines.websocket.model import TOPICS, TopicKind
from nautilus.engines.websocket.service import Seat, WebsocketService
from nautilus.kernel.app.routes import Call, Page, Socket, get, post
from nautilus.kernel.units import TimestampNs

FLUSH_SECONDS = 0.05
"""A client is sent what waits for it at most this often."""
_CLOSE_SECONDS = 30.0
_TRY_AGAIN_LATER = 1013
_encode = msgspec.json.Encoder().encode
_decoder: msgspec.json.Decoder[Request] = msgspec.json.Decoder(Request)


class TopicView(msgspec.Struct, frozen=True):
    name: str
    kind: TopicKind
    summary: str


class TicketView(msgspec.Struct, frozen=True):
    """Opens one WebSocket: `/stream?ticket=…`."""

    ticket: str
    expires_at: TimestampNs[int]
    """Wall time after which it opens nothing."""


class StreamQuery(msgspec.Struct, frozen=True):
    ticket: Annotated[str, msgspec.Meta(description="From POST /tickets; not needed with a token or a cookie")] = ""


async def topics(service: WebsocketService, call: Call) -> Page[TopicView]:
    del service, call
    return Page([TopicView(name, kind, summary) for name, (kind, summary) in TOPICS.items()])


async def create_ticket(service: WebsocketService, call: Call) -> TicketView:
    secret, grant = service.issue_ticket(call.actor)
    return TicketView(secret, grant.expires_at)


async def stream(service: WebsocketService, socket: WebSocket, actor: str) -> None:
    """Serve one client until it leaves or is sent away."""
    del actor
    seat = service.join()
    try:
        await socket.accept()
        await _until_first(_read(service, socket, seat), _write(socket, seat), seat.dismissed.wait())
    except WebSocketDisconnect:
        return
    finally:
        service.leave(seat)
    try:
        async with asyncio.timeout(_CLOSE_SECONDS):
            await socket.close(_TRY_AGAIN_LATER, "too slow: reconnect and subscribe to less")
    except (WebSocketDisconnect, TimeoutError):
        return  # gone, or so stuck that it cannot even be told


async def _until_first(*works: Coroutine[Any, Any, object]) -> None:
    """Run all until one ends; what it raised is raised, the others are cancelled."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _read(service: WebsocketService, socket: WebSocket, seat: Seat) -> None:
    while True:
        text = await socket.receive_text()
        try:
            request = _decoder.decode(text)
        except msgspec.DecodeError as error:
            seat.client.refuse(f"{error}; see the description of /stream", time.monotonic())
        else:
            if isinstance(request, Ping):
                pong = {"id": request.id, "server_ms": service.wall_ms()}
                await _send(socket, seat, Delivery("", "pong", 0, msgspec.Raw(_encode(pong))))
            else:
                seat.client.request(request, time.monotonic())
        seat.notify()


async def _write(socket: WebSocket, seat: Seat) -> None:
    """While the connection is full, `send` waits, and what comes meanwhile piles up with the client."""
    while True:
        await seat.wake.wait()
        seat.wake.clear()
        for delivery in seat.client.take(time.monotonic()):
            await _send(socket, seat, delivery)
        await asyncio.sleep(FLUSH_SECONDS)


async def _send(socket: WebSocket, seat: Seat, delivery: Delivery) -> None:
    async with seat.sending:
        await socket.send_text(_encode(delivery).decode())


ROUTES = (
    get("/topics", topics, reply=Page[TopicView], summary="What can be subscribed to"),
    post("/tickets", create_ticket, reply=TicketView, summary="A ticket that opens one WebSocket", status=201),
    Socket("/stream", stream, "Snapshots and deltas of the topics that the client subscribes to", query=StreamQuery),
)
