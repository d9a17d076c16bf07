import asyncio

import hiredis
import pytest

from nautilus.kernel.bus import CommandError, ConnectionLostError
from nautilus.kernel.bus.resp import Conversation, Exchange, pack, pack_adds


def exchange(wanted: int) -> Exchange:
    return Exchange(wanted, asyncio.get_running_loop().create_future(), deadline=0.0)


def test_packs_as_the_specification_says() -> None:
    assert pack([("LLEN", "mylist"), ("SET", b"k", 5)]) == (
        b"*2\r\n$4\r\nLLEN\r\n$6\r\nmylist\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\n5\r\n"
    )


@pytest.mark.parametrize("max_length", [None, 7, 100_000])
def test_the_template_of_adds_equals_packing_one_by_one(max_length: int | None) -> None:
    entries = [(b"a b", b""), (b"", b"\r\n$1\r\n" * 20), (b"k", b"1", b"l", b"2")]
    bound = () if max_length is None else ("MAXLEN", "~", max_length)
    assert pack_adds(b"s:t", entries, max_length) == pack([("XADD", "s:t", *bound, "*", *entry) for entry in entries])


async def test_replies_go_to_those_who_asked_however_the_bytes_are_cut() -> None:
    stream = b"+OK\r\n%1\r\n$1\r\ns\r\n*1\r\n*2\r\n$3\r\n1-1\r\n_\r\n-NOGROUP none\r\n:7\r\n#f\r\n_\r\n"
    for size in range(1, len(stream) + 1):
        conversation, first, second = Conversation(), exchange(2), exchange(4)
        conversation.expect(first)
        conversation.expect(second)
        for start in range(0, len(stream), size):
            conversation.feed(stream[start : start + size])
        assert first.future.result() == [b"OK", {b"s": [[b"1-1", None]]}]
        error, *rest = second.future.result()
        assert (type(error), error.code, rest) == (CommandError, "NOGROUP", [7, False, None])


async def test_pushed_data_is_nobodys_reply() -> None:
    conversation, asked = Conversation(), exchange(1)
    conversation.expect(asked)
    conversation.feed(b">2\r\n$10\r\ninvalidate\r\n*0\r\n:3\r\n")
    assert asked.future.result() == [3]


async def test_bytes_that_are_not_resp_are_refused() -> None:
    conversation = Conversation()
    conversation.expect(exchange(1))
    with pytest.raises(hiredis.ProtocolError):
        conversation.feed(b"HTTP/1.1 400 Bad Request\r\n")


async def test_a_reply_that_nobody_asked_for_is_refused() -> None:
    with pytest.raises(hiredis.ProtocolError, match="nobody"):
        Conversation().feed(b"+OK\r\n")


async def test_everyone_who_waits_learns_of_the_loss() -> None:
    conversation, cancelled, waiting = Conversation(), exchange(1), exchange(1)
    conversation.expect(cancelled)
    conversation.expect(waiting)
    cancelled.future.cancel()
    conversation.fail("gone")
    with pytest.raises(ConnectionLostError, match="gone"):
        waiting.future.result()
    assert conversation.overdue_at is None
