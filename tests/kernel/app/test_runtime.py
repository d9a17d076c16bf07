"""A whole engine on real servers: what it promises when messages fail, servers come late, and parts die."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from kernel.app.counter import TICKS, TOTALS, Tick
from kernel.app.harness import Running, adds, running
from nautilus.kernel.app import work
from nautilus.kernel.app.parts import PartFailedError
from nautilus.kernel.bus import BusMetrics, BusPublisher, DeadLetter, DeadLetters, FanoutReader, connect
from nautilus.kernel.config import Config
from nautilus.kernel.messages import Bus


async def test_messages_change_the_store_and_cause_others(config: Config, publisher: BusPublisher) -> None:
    client = connect(config, Bus.LOGIC, "reader")
    reader = FanoutReader(client, [TOTALS], BusMetrics.register(CollectorRegistry()), after={TOTALS.name: "0"})
    async with running(config) as engine:
        await engine.until(engine.ready)
        await publisher.publish_outgoing(adds(1, 2, 3))
        await publisher.publish_outgoing(adds(1, 2, 3))  # the relay of a restarted publisher sends again
        await publisher.publish(TICKS, "all", *(Tick(ts_event=1, ts_init=1, number=n) for n in range(5)))
        totals: list[int] = []
        async with asyncio.timeout(20):
            async for envelopes in reader:
                totals += [envelope.message.total for envelope in envelopes]  # type: ignore[attr-defined]
                if len(totals) >= 3:
                    break
        assert totals[:3] == [1, 3, 6]
        await engine.until(lambda: _is(engine, total=6, ticks=5))
    assert engine.task.exception() is None
    await client.close()


async def _is(engine: Running, **expected: int) -> bool:
    found = await engine.total()
    return all(found[name] == value for name, value in expected.items())


async def test_a_message_that_fails_leaves_nothing_behind(config: Config, publisher: BusPublisher) -> None:
    """7 fails the first time, 13 always: the batch is rolled back, memory loaded again, 13 alone is parked."""
    await publisher.publish_outgoing(adds(1, 7, 13, 5))
    letters = DeadLetters(connect(config, Bus.LOGIC, "test"), "counter")
    async with running(config) as engine:
        await engine.until(engine.ready)
        await engine.until(lambda: _is(engine, total=13))
        assert (await engine.total())["loads"] > 1
        parked, _ = await letters.read()
        assert [(letter.message_id, letter.error) for letter in parked] == [("test-3", "ValueError: unlucky")]
        (shown,) = (await engine.client.get("/dead-letters")).json()["items"]
        assert (shown["message_id"], shown["topic"], shown["attempts"]) == ("test-3", "counter.adds", 3)
        assert shown["message"] == ["counter.add.1", 1, 1, 13]
        await asyncio.sleep(0.6)
        checks = (await engine.client.get("/status")).json()["checks"]
        assert {"name": "dead letters", "ok": True, "detail": "1 parked; see GET /dead-letters"} in checks
        assert "nautilus_bus_parked 1.0" in (await engine.client.get("/metrics")).text
    await letters._client.close()


async def test_dead_letters_come_by_pages_newest_first(config: Config, publisher: BusPublisher) -> None:
    del publisher
    letters = DeadLetters(connect(config, Bus.LOGIC, "test"), "counter")
    for number in range(3):
        await letters.park(
            DeadLetter(
                topic="t",
                entry_id="1-1",
                message_id=f"m-{number}",
                key="k",
                error="e",
                attempts=0,
                ts_init=1,
                payload=b"\xc1",
            )
        )
    async with running(config) as engine:
        await engine.until(engine.ready)
        first = (await engine.client.get("/dead-letters?limit=2")).json()
        last = (await engine.client.get("/dead-letters", params={"limit": 2, "cursor": first["next_cursor"]})).json()
        assert [item["message_id"] for item in first["items"] + last["items"]] == ["m-2", "m-1", "m-0"]
        assert (last["next_cursor"], last["items"][0]["message"]) == (None, None)
        assert (await engine.client.get("/dead-letters?cursor=nonsense")).status_code == 422
        anonymous = await engine.client.get("/dead-letters", headers={"Authorization": ""})
        assert anonymous.status_code == 401
    await letters._client.close()


async def test_a_failed_command_loads_again(config: Config, publisher: BusPublisher) -> None:
    del publisher
    async with running(config) as engine:
        await engine.until(engine.ready)
        assert (await engine.client.post("/adds", json={"amount": 4})).json()["total"] == 4
        assert (await engine.client.post("/adds", json={"amount": 13})).status_code == 500
        await engine.until(lambda: _is(engine, total=4, loads=2))


async def test_state_survives_a_restart(config: Config, publisher: BusPublisher) -> None:
    await publisher.publish_outgoing(adds(20, 22))
    async with running(config) as engine:
        await engine.until(engine.ready)
        await engine.until(lambda: _is(engine, total=42))
    async with running(config) as engine:
        await engine.until(engine.ready)
        assert await _is(engine, total=42, loads=1)


async def test_ready_depends_on_the_checks_of_the_service(config: Config, publisher: BusPublisher) -> None:
    async with running(config) as engine:
        await engine.until(engine.ready)
        await publisher.publish_outgoing(adds(1_000))
        await engine.until(lambda: _is(engine, total=1_000))
        await asyncio.sleep(0.6)
        answer = await engine.client.get("/health/ready")
        assert (answer.status_code, answer.json()["detail"]) == (503, "total: is 1000")


async def test_an_engine_that_works_on_old_data_is_not_ready(
    config: Config, publisher: BusPublisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "OLDEST_DATA_S", 0.3)
    async with running(config) as engine:
        await engine.until(engine.ready)
        await publisher.publish(TICKS, "all", Tick(ts_event=1, ts_init=1, number=-1))
        await engine.until(lambda: _is(engine, ticks=1))
        answer = await engine.until(lambda: _refusal(engine))
        assert answer["detail"].startswith("data age: works on a message that came")


async def _refusal(engine: Running) -> dict[str, Any] | None:
    answer = await engine.client.get("/health/ready")
    return answer.json() if answer.status_code == 503 else None


async def test_it_waits_for_servers_that_are_not_there_yet(config: Config, tmp_path: Path) -> None:
    import msgspec

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    late = msgspec.structs.replace(config, bus_logic_url=f"redis://127.0.0.1:{port}")
    async with running(late) as engine:

        async def waits() -> bool:
            body = (await engine.client.get("/health/ready")).json()
            return body["status"] == 503 and "logic bus" in body["detail"]

        await engine.until(waits)
        assert (await engine.client.get("/health/live")).status_code == 200
        answer = await engine.client.get("/total")
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:nautilus:problem:unavailable")


async def test_a_part_that_dies_ends_the_engine(config: Config, publisher: BusPublisher) -> None:
    del publisher
    async with running(config) as engine:
        await engine.until(engine.ready)
        assert (await engine.client.post("/fall")).status_code == 202
        with pytest.raises(PartFailedError, match="service failed: RuntimeError\\('the counter fell'\\)"):
            await asyncio.wait_for(engine.task, 10)


async def test_metrics_of_bus_and_process_are_there(config: Config, publisher: BusPublisher) -> None:
    async with running(config) as engine:
        await engine.until(engine.ready)
        await publisher.publish_outgoing(adds(1))
        await engine.until(lambda: _is(engine, total=1))
        text = (await engine.client.get("/metrics")).text
    for name in ("nautilus_bus_received_total", "nautilus_http_request_seconds_count", "process_cpu_seconds_total"):
        assert name in text
