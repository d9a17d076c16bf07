"""Connections to an engine: kept while they are good, dropped when they are not, and neither side is outrun."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from http import HTTPStatus

import pytest

from nautilus.gateway import upstream
from nautilus.gateway.upstream import Upstream
from nautilus.kernel.app.problems import RequestError
from nautilus.kernel.errors import UnavailableError

type Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
_OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Engine:
    """Plays a script on each connection that is opened, and counts them."""

    def __init__(self, script: Script) -> None:
        self.connections = 0
        self._script = script

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[Upstream]:
        async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connections += 1
            try:
                await self._script(reader, writer)
            except (asyncio.IncompleteReadError, ConnectionError):
                pass
            finally:
                writer.close()

        server = await asyncio.start_server(play, "127.0.0.1", 0)
        with closing(Upstream("risk", f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")) as engine:
            yield engine
        server.close()


async def _whole(engine: Upstream, method: str = "GET", headers=(), body=None) -> tuple[int, bytes]:
    answer = await engine.ask(method, b"/x", headers, body)
    try:
        text, more = b"", True
        while more:
            part, more = await engine.read(answer)
            text += part
        return answer.status, text
    finally:
        engine.release(answer)


async def _answer_each(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.readuntil(b"\r\n\r\n"):
        writer.write(_OK)


async def test_a_connection_serves_one_request_after_the_other():
    far = Engine(_answer_each)
    async with far.serve() as engine:
        for _ in range(5):
            assert await _whole(engine) == (200, b"ok")
        assert far.connections == 1
        await asyncio.gather(*(_whole(engine) for _ in range(3)))
        assert far.connections == 3


async def test_one_that_the_engine_has_closed_is_not_used_again():
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(_OK)

    far = Engine(once)
    async with far.serve() as engine:
        for count in (1, 2, 3):
            assert await _whole(engine) == (200, b"ok")
            await asyncio.sleep(0.05)  # until its end has arrived here
            assert far.connections == count


async def test_one_that_is_to_be_closed_or_was_idle_for_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch):
    async def close_after(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(_OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        await reader.read()

    far = Engine(close_after)
    async with far.serve() as engine:
        await _whole(engine)
        await _whole(engine)
        assert far.connections == 2

    monkeypatch.setattr(upstream, "_IDLE_SECONDS", 0.0)
    far = Engine(_answer_each)
    async with far.serve() as engine:
        await _whole(engine)
        await _whole(engine)
        assert far.connections == 2


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 OK\r\nContent-", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", b"SSH-2.0-OpenSSH\r\n"],
)
async def test_an_answer_that_breaks_off_is_said_to(answer: bytes):
    async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)

    async with Engine(break_off).serve() as engine:
        with pytest.raises(UnavailableError, match="connection to risk broke"):
            await _whole(engine)


async def test_an_engine_that_is_silent_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch):
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del writer
        await reader.read()

    monkeypatch.setattr(upstream, "ANSWER_SECONDS", 0.05)
    async with Engine(say_nothing).serve() as engine:
        with pytest.raises(RequestError, match="took too long") as caught:
            await _whole(engine)
        assert caught.value.status == HTTPStatus.GATEWAY_TIMEOUT


async def test_more_requests_than_connections_wait_for_a_turn(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(upstream, "MOST_CONNECTIONS", 2)
    far = Engine(_answer_each)
    async with far.serve() as engine:
        assert await asyncio.gather(*(_whole(engine) for _ in range(20))) == [(200, b"ok")] * 20
        assert far.connections == 2
        held = [await engine.ask("GET", b"/x", (), None) for _ in range(2)]
        monkeypatch.setattr(upstream, "_TURN_SECONDS", 0.05)
        with pytest.raises(UnavailableError, match="risk has too much to do"):
            await _whole(engine)
        for connection in held:
            engine.release(connection)


async def test_a_body_goes_on_with_its_length_or_in_chunks():
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            declared = re.search(rb"content-length: (\d+)", head)
            sent = await reader.readexactly(int(declared[1])) if declared else await reader.readuntil(b"0\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(sent), sent))

    async def parts() -> AsyncIterator[bytes]:
        for part in (b"abc", b"", b"defgh"):
            yield part

    far = Engine(echo)
    async with far.serve() as engine:
        declared = await _whole(engine, "POST", [(b"content-length", b"8")], parts())
        assert declared == (200, b"abcdefgh")
        assert await _whole(engine, "POST", (), parts()) == (200, b"3\r\nabc\r\n5\r\ndefgh\r\n0\r\n\r\n")
        assert far.connections == 1


async def test_an_answer_before_the_end_of_the_body_ends_the_sending():
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        await reader.read()

    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b"x" * 65_536
            await asyncio.sleep(0)

    far = Engine(refuse)
    async with far.serve() as engine, asyncio.timeout(10):
        assert await _whole(engine, "POST", (), endless()) == (413, b"")
        assert sent < 10_000
        with pytest.raises(ZeroDivisionError):
            await _whole(engine, "POST", (), _failing())
        await _whole(engine, "POST", (), endless())
        assert far.connections == 3  # none of them was in a state to be used again


async def _failing() -> AsyncIterator[bytes]:
    yield b"x"
    raise ZeroDivisionError


async def test_an_answer_to_head_has_no_body_whatever_its_length_says():
    async def head(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while asked := await reader.readuntil(b"\r\n\r\n"):
            writer.write(_OK.removesuffix(b"ok") if asked.startswith(b"HEAD ") else _OK)

    far = Engine(head)
    async with far.serve() as engine:
        assert await _whole(engine, "HEAD") == (200, b"")
        assert await _whole(engine) == (200, b"ok")
        assert far.connections == 1


async def test_an_answer_waits_for_whoever_reads_it():
    written = 0

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (1_024 * 65_536))
        for _ in range(1_024):
            writer.write(b"x" * 65_536)
            await writer.drain()
            written += 65_536

    async with Engine(pour).serve() as engine, asyncio.timeout(30):
        answer = await engine.ask("GET", b"/x", (), None)
        before = -1
        while before != written:  # until buffers are full everywhere
            before = written
            await asyncio.sleep(0.2)
        assert written < 1_024 * 65_536
        read, more = 0, True
        while more:
            part, more = await engine.read(answer)
            read += len(part)
        engine.release(answer)
        assert read == 1_024 * 65_536


async def test_words_that_nobody_asked_for_end_the_connection():
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(_OK)
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.write(_OK)
        await reader.read()

    far = Engine(babble)
    async with far.serve() as engine:
        await _whole(engine)
        await asyncio.sleep(0.2)
        await _whole(engine)
        assert far.connections == 2
