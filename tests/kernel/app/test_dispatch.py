"""Trust in a service's memory: lost by a failure, won back by loading, before anything else is handled."""

import asyncio

import pytest

from nautilus.kernel.app.dispatch import State
from nautilus.kernel.errors import UnavailableError


class Store:
    def __init__(self, *failures: Exception) -> None:
        self._failures = list(failures)
        self.loads = 0

    async def load(self) -> None:
        self.loads += 1
        if self._failures:
            raise self._failures.pop(0)


async def fail(state: State) -> None:
    with pytest.raises(ValueError, match="handler"):
        async with state.changing():
            raise ValueError("handler")


async def test_success_loads_nothing() -> None:
    store = Store()
    state = State(store.load)
    async with state.changing():
        assert store.loads == 0
    assert store.loads == 0


async def test_the_next_handler_finds_a_loaded_state() -> None:
    store = Store()
    state = State(store.load)
    await fail(state)
    async with state.changing():
        assert store.loads == 1


async def test_no_handler_runs_on_a_state_that_could_not_be_loaded() -> None:
    store = Store(UnavailableError("away"))
    state = State(store.load)
    await fail(state)
    with pytest.raises(UnavailableError):
        async with state.changing():
            pytest.fail("must not be entered")
    async with state.changing():
        assert store.loads == 2


async def test_handlers_do_not_overlap() -> None:
    state = State(Store().load)
    inside = 0

    async def handler() -> None:
        nonlocal inside
        async with state.changing():
            inside += 1
            assert inside == 1
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(handler() for _ in range(20)))


async def test_healing_waits_for_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nautilus.kernel.app.dispatch._HEAL_SECONDS", 0.01)
    store = Store(UnavailableError("away"), UnavailableError("away"))
    state = State(store.load)
    state.distrust()
    healing = asyncio.create_task(state.heal())
    async with asyncio.timeout(10):
        while store.loads < 3:  # noqa: ASYNC110 - the count is the event
            await asyncio.sleep(0.01)
    assert not healing.done()
    healing.cancel()


async def test_healing_does_not_hide_a_fault() -> None:
    state = State(Store(KeyError("bug")).load)
    state.distrust()
    with pytest.raises(KeyError):
        await asyncio.wait_for(state.heal(), 10)
