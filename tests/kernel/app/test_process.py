"""An engine as a process: its signals, its exit status, its log."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from kernel.app.harness import COUNTER, TESTS, process


def test_it_ends_cleanly_when_asked_to(
    tmp_path: Path, counted_url: str, market_bus_url: str, logic_bus_url: str
) -> None:
    with process(tmp_path, counted_url, market_bus_url, logic_bus_url) as engine:
        engine.until(lambda: engine.answers("/health/ready", 200))
        engine.child.send_signal(signal.SIGTERM)
        assert engine.child.wait(15) == 0
        assert {line["engine"] for line in engine.lines()} == {"risk"}


def test_a_part_that_dies_ends_the_process_with_a_reason(
    tmp_path: Path, counted_url: str, market_bus_url: str, logic_bus_url: str
) -> None:
    with process(tmp_path, counted_url, market_bus_url, logic_bus_url) as engine:
        engine.until(lambda: engine.answers("/health/ready", 200))
        engine.get("/fall", "POST")
        assert engine.child.wait(15) == 1
        last = engine.lines()[-1]
        assert last["level"] == "CRITICAL"
        assert "the counter fell" in last["message"]


def test_it_can_be_stopped_while_it_waits(tmp_path: Path, market_bus_url: str, logic_bus_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nowhere = f"postgresql://nobody:pa55word@127.0.0.1:{taken.getsockname()[1]}/x"
    with process(tmp_path, nowhere, market_bus_url, logic_bus_url) as engine:
        engine.until(lambda: engine.answers("/health/ready", 503))
        assert engine.answers("/health/live", 200)
        engine.child.send_signal(signal.SIGTERM)
        assert engine.child.wait(15) == 0
        assert "pa55word" not in str(engine.lines())


def test_a_taken_port_is_one_clear_line(
    tmp_path: Path, counted_url: str, market_bus_url: str, logic_bus_url: str
) -> None:
    with process(tmp_path, counted_url, market_bus_url, logic_bus_url) as first:
        first.until(lambda: first.answers("/health/live", 200))
        second = subprocess.run(
            [sys.executable, "-c", COUNTER],
            env={
                **os.environ,
                "PYTHONPATH": str(TESTS),
                "NAUTILUS_HOME": str(tmp_path),
                "NAUTILUS_PORT_OFFSET": str(first.config.port_offset),
            },
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert second.returncode == 1
    (line,) = second.stderr.splitlines()
    assert "is taken by another program" in json.loads(line)["message"]


def test_an_unknown_engine_is_named() -> None:
    code = "from nautilus.kernel.app import run_engine; run_engine('rsik')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("there is no engine rsik; there are analytics")
