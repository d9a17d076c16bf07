"""One service's life, with programs that misbehave."""

import asyncio
import signal
import sys

import psutil
import pytest

from nautilus.stack import keeper
from nautilus.stack.keeper import Answer, Keeper, Service
from nautilus.stack.process import start_program

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(100)"
)
READY = Answer(alive=True, ready=True)
SILENT = Answer(alive=False, ready=False)


@pytest.fixture
def kept(tmp_path):
    """A keeper of `code`, asked by `probe`."""
    log = tmp_path / "service.log"

    def make(code, probe, stop_seconds=5.0):
        async def start():
            return start_program([sys.executable, "-c", code], log)

        return Keeper(Service("service", 0, log, start, probe, signal.SIGTERM, stop_seconds), lambda: None)

    return make


async def until(condition):
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - a state, not an event
            await asyncio.sleep(0.01)


async def test_a_silent_process_is_ended_and_started_again(kept, monkeypatch):
    monkeypatch.setattr(keeper, "_SILENT_SECONDS", 0.2)

    async def probe():
        return SILENT

    service = kept("import time; time.sleep(100)", probe)
    service.begin()
    await until(lambda: service.restarts >= 1)
    assert "ended by signal SIGKILL" in service.detail
    await service.stop()
    assert service.state.state == "stopped"


async def test_an_unready_process_is_left_alone(kept, monkeypatch):
    monkeypatch.setattr(keeper, "_SILENT_SECONDS", 0.1)
    answers = [Answer(alive=True, ready=False)] * 10 + [READY]

    async def probe():
        return answers.pop(0) if len(answers) > 1 else answers[0]

    service = kept("import time; time.sleep(100)", probe)
    service.begin()
    await until(service.ready.is_set)
    assert service.state.restarts == 0
    await service.stop()


async def test_a_slow_answer_changes_nothing_a_long_silence_does(kept, monkeypatch):
    monkeypatch.setattr(keeper, "_PROBE_READY", 0.01)
    answers = [READY] + [SILENT] * 10
    asked = 0

    async def probe():
        nonlocal asked
        asked += 1
        return answers.pop(0) if answers else SILENT

    service = kept("import time; time.sleep(100)", probe)
    service.begin()
    await until(lambda: asked > 8)
    assert service.ready.is_set()
    monkeypatch.setattr(keeper, "_PATIENT_SECONDS", 0.0)
    await until(lambda: not service.ready.is_set())
    assert service.state.state == "not ready"
    assert service.state.restarts == 0
    await service.stop()


async def test_a_process_that_ignores_the_signal_is_killed(kept, tmp_path):
    async def probe():
        return READY if "up" in (tmp_path / "service.log").read_text() else SILENT

    service = kept(STUBBORN, probe, stop_seconds=0.2)
    service.begin()
    await until(service.ready.is_set)
    pid = service.state.pid
    assert pid is not None
    await service.stop()
    assert not psutil.pid_exists(pid)
    assert service.state.pid is None


async def test_failures_are_tried_again_ever_more_slowly(kept, monkeypatch):
    pauses = []
    sleep = asyncio.sleep

    async def noted(seconds):
        pauses.append(seconds)
        await sleep(0)

    async def probe():
        return SILENT

    monkeypatch.setattr(keeper.asyncio, "sleep", noted)
    service = kept("raise SystemExit('no disk')", probe)
    service.begin()
    async with asyncio.timeout(20):
        while len(pauses) < 9:
            await sleep(0.01)
    monkeypatch.undo()
    await service.stop()
    assert pauses[:9] == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10.0, 10.0]
    assert service.detail == "ended by exit status 1: no disk"
