"""One contract for both clients, on both servers."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from kernel.bus.harness import Server, free_port
from nautilus.kernel.bus import (
    BusClient,
    BusRefusedError,
    BusUnavailableError,
    CommandError,
    ConnectionLostError,
    parse_address,
)


@pytest.fixture
async def client(server: Server, client_class: type[BusClient]) -> AsyncIterator[BusClient]:
    made = client_class(server.address, "test")
    yield made
    await made.close()


async def test_connects_at_the_first_call_and_learns_who_the_server_is(client: BusClient) -> None:
    assert client.run_id == ""
    await client.ping()
    assert client.run_id == (await client.info())["run_id"]
    assert len(client.run_id) == 40


async def test_added_rows_are_read_back_in_order(client: BusClient) -> None:
    added = [[b"AAPL", b"\x00\r\n" * n] + [b"m", b"risk-%d" % n] * (n % 2) for n in range(50)]
    ids = await client.add(b"s", added)
    assert await client.length(b"s") == 50
    (entries,) = (await client.read({b"s": b"0"}, 100, 100)).values()
    assert [entry_id for entry_id, _ in entries] == ids
    assert [fields for _, fields in entries] == added


async def test_a_cap_keeps_about_that_many_entries(client: BusClient) -> None:
    await client.add(b"s", [(b"k", b"p")] * 1_000, 200)
    assert 200 <= await client.length(b"s") < 400


async def test_a_blocking_read_waits_for_what_comes(server: Server, client: BusClient) -> None:
    other = type(client)(server.address, "writer")
    waiting = asyncio.create_task(client.read({b"s": b"0"}, 10, 20_000))
    await other.add(b"s", [(b"k", b"p")])
    assert len((await waiting)[b"s"]) == 1
    assert await client.read({b"s": b"$"}, 10, 5) == {}
    await other.close()


async def test_group_reads_acknowledges_and_claims(client: BusClient) -> None:
    assert await client.create_group(b"s", "g") is True
    assert await client.create_group(b"s", "g") is False
    ids = await client.add(b"s", [(b"k", b"%d" % n) for n in range(5)])
    batch = await client.read_group("g", "one", {b"s": b">"}, 3)
    assert [entry_id for entry_id, _ in batch[b"s"]] == ids[:3]
    assert await client.acknowledge(b"s", "g", ids[:1]) == 1
    assert await client.pending(b"s", "g") == (2, ids[1])
    own = await client.read_group("g", "one", {b"s": b"0"}, 10)
    assert [entry_id for entry_id, _ in own[b"s"]] == ids[1:3]
    cursor, claimed = await client.claim(b"s", "g", "two", idle_ms=0, start=b"0-0", count=10)
    assert (cursor, [entry_id for entry_id, _ in claimed]) == (b"0-0", ids[1:3])
    (group,) = await client.groups(b"s")
    assert (group[b"pending"], group[b"lag"], group[b"entries-read"]) == (2, 2, 3)
    assert (await client.stream_info(b"s"))[b"entries-added"] == 5


async def test_an_error_reply_is_typed_and_the_connection_goes_on(client: BusClient) -> None:
    with pytest.raises(CommandError) as raised:
        await client.read_group("g", "c", {b"none": b">"}, 1)
    assert raised.value.code == "NOGROUP"
    good, bad, last = await client.pipeline([("PING",), ("XADD", "s"), ("XLEN", "s")])
    assert (good, last) == (b"PONG", 0)
    assert isinstance(bad, CommandError)


async def test_an_error_within_a_transaction_is_typed(client: BusClient) -> None:
    *_, replies = await client.pipeline([("MULTI",), ("XLEN", "s"), ("XINFO", "GROUPS", "s"), ("EXEC",)])
    assert replies[0] == 0
    assert isinstance(replies[1], CommandError)


async def test_concurrent_calls_are_executed_in_their_order(client: BusClient) -> None:
    await asyncio.gather(*(client.add(b"s", [(b"k", b"%d" % n)]) for n in range(200)))
    entries = (await client.read({b"s": b"0"}, 1_000, 100))[b"s"]
    assert [int(fields[1]) for _, fields in entries] == list(range(200))


async def test_large_payloads_pass_whole(client: BusClient) -> None:
    payload = bytes(range(256)) * 40_000
    await asyncio.gather(*(client.add(b"s", [(b"k", payload)]) for _ in range(4)))
    entries = (await client.read({b"s": b"0"}, 10, 100))[b"s"]
    assert [fields[1] == payload for _, fields in entries] == [True] * 4


async def test_a_call_in_flight_learns_that_the_server_died(server: Server, client: BusClient) -> None:
    waiting = asyncio.create_task(client.read({b"s": b"0"}, 1, 60_000))
    other = type(client)(server.address, "other")
    while b"blocked_clients:1" not in await other.execute("INFO", "clients"):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    server.kill()
    with pytest.raises(ConnectionLostError, match=str(server.port)):
        await waiting
    await other.close()


async def test_the_next_call_connects_again_to_another_process(server: Server, client: BusClient) -> None:
    await client.ping()
    before = client.run_id
    server.kill()
    server.start()
    with contextlib.suppress(ConnectionLostError):  # raised where the loss had not been noticed before the call
        await client.ping()
    await client.ping()
    assert client.run_id != before


async def test_a_server_that_does_not_answer_is_named(client_class: type[BusClient]) -> None:
    port = free_port()
    client = client_class(parse_address(f"redis://:geheim@127.0.0.1:{port}"), "test", patience_s=0.1)
    with pytest.raises(BusUnavailableError, match=str(port)) as raised:
        await client.ping()
    assert "geheim" not in str(raised.value)
    await client.close()


async def test_waits_for_a_server_that_is_about_to_start(server: Server, client: BusClient) -> None:
    server.kill()
    pinging = asyncio.create_task(client.ping())
    await asyncio.sleep(0.1)
    assert not pinging.done()
    server.start()
    await pinging


async def test_a_silent_server_counts_as_lost(client: BusClient) -> None:
    await client.ping()
    with pytest.raises(ConnectionLostError):
        await client.pipeline([("BLPOP", "nothing", 30)], timeout_s=0.1)
    await client.ping()


async def test_a_cancelled_call_does_not_shift_the_replies(client: BusClient) -> None:
    await client.add(b"s", [(b"k", b"p")])
    waiting = asyncio.create_task(client.read({b"s": b"$"}, 1, 50))
    await asyncio.sleep(0.02)
    waiting.cancel()
    assert await client.length(b"s") == 1


async def test_a_closed_client_says_so(client: BusClient) -> None:
    await client.ping()
    await client.close()
    with pytest.raises(BusUnavailableError):
        await client.ping()


async def test_password(server: Server, client_class: type[BusClient]) -> None:
    admin = client_class(server.address, "admin")
    await admin.execute("CONFIG", "SET", "requirepass", "s3cret/#")
    await admin.execute("ACL", "SETUSER", "reader", "on", ">read", "~*", "+@all")
    await admin.close()
    for userinfo in ("", ":wrong@", "reader:wrong@"):
        refused = client_class(parse_address(f"redis://{userinfo}127.0.0.1:{server.port}"), "test")
        with pytest.raises(BusRefusedError, match=str(server.port)) as raised:
            await refused.ping()
        assert "wrong" not in str(raised.value).replace("WRONGPASS", "")
        await refused.close()
    for userinfo in (":s3cret%2F%23@", "reader:read@"):
        allowed = client_class(parse_address(f"redis://{userinfo}127.0.0.1:{server.port}"), "test")
        await allowed.ping()
        await allowed.close()


async def test_database_of_the_url_is_selected(server: Server, client_class: type[BusClient]) -> None:
    other = client_class(parse_address(f"{server.url}/3"), "test")
    await other.add(b"s", [(b"k", b"p")])
    first = client_class(server.address, "test")
    assert (await first.length(b"s"), await other.length(b"s")) == (0, 1)
    await first.close()
    await other.close()
