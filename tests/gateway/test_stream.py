"""The WebSocket through the gateway: who may open it, and how it ends."""

import asyncio

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from gateway.conftest import House
from nautilus.kernel.auth import create_login_code, tickets


def address(house: House, query: str = "") -> str:
    return f"ws://127.0.0.1:{house.port}/api/websocket/stream{query}"


async def cookie(house: House) -> str:
    async with house.client() as browser:
        await browser.get("/login", params={"code": create_login_code(house.config)})
        name, value = next(iter(browser.cookies.items()))
        return f"{name}={value}"


async def test_a_browser_comes_with_its_cookie_and_origin(house: House) -> None:
    headers = {"Cookie": await cookie(house)}
    async with connect(address(house), additional_headers=headers, origin=house.url, proxy=None) as socket:
        assert str(await socket.recv()).startswith("hello session:")
        await socket.send("abc")
        assert await socket.recv() == "ABC"


@pytest.mark.parametrize("origin", [None, "http://evil.example"])
async def test_a_cookie_without_the_right_origin_is_refused(house: House, origin: str | None) -> None:
    headers = {"Cookie": await cookie(house)}
    with pytest.raises(InvalidStatus) as refused:
        await connect(address(house), additional_headers=headers, origin=origin, proxy=None)
    assert refused.value.response.status_code == 403


async def test_a_ticket_opens_one_stream(house: House) -> None:
    secret, _ = tickets(house.config).issue("session:abc")
    async with connect(address(house, f"?ticket={secret}"), origin="http://elsewhere", proxy=None) as socket:
        assert await socket.recv() == "hello session:abc"
    with pytest.raises(InvalidStatus) as refused:
        await connect(address(house, f"?ticket={secret}"), proxy=None)
    assert refused.value.response.status_code == 401
    assert refused.value.response.headers["content-type"] == "application/problem+json"


async def test_nobody_else_gets_in(house: House) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        with pytest.raises(InvalidStatus) as refused:
            await connect(address(house), additional_headers=headers, proxy=None)
        assert refused.value.response.status_code == 401


async def test_a_browser_that_leaves_is_no_error(house: House, caplog: pytest.LogCaptureFixture) -> None:
    headers = {"Authorization": f"Bearer {house.token}"}
    for _ in range(5):
        async with connect(address(house), additional_headers=headers, proxy=None) as socket:
            await socket.recv()
        await asyncio.sleep(0.05)  # until the engine's answer to that has come back to the gateway
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


async def test_the_engine_ends_the_stream_with_its_own_code(house: House) -> None:
    headers = {"Authorization": f"Bearer {house.token}"}
    async with connect(address(house), additional_headers=headers, proxy=None) as socket:
        assert await socket.recv() == "hello token"
        await socket.send("leave")
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (1013, "too slow")
