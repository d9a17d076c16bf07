"""Supervision by itself: small HTTP servers stand where engines would be; database and buses are the embedded ones."""

import errno
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
import redis

from nautilus.kernel.config import ENGINE_PORTS, Config, resolve_urls
from nautilus.stack.supervisor import _LogFile
from support.platform import OFFSETS, PORTS, Platform, free_offset

pytestmark = pytest.mark.stack
HERE = Path(__file__).parent
SERVERS = ("database", "bus-market", "bus-logic")


class Supervised(Platform):
    """A supervisor with stand-ins for engines, in the foreground of a process that the test holds."""

    def __init__(self, home, offset, **environment):
        super().__init__(home, offset, PYTHONPATH=str(HERE), **environment)
        self.process = None

    def up(self, ready=True):
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "supervised.py")],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = ""
        for line in self.process.stdout:
            said += line
            if ready and line.startswith("READY"):
                return said
        assert not ready, f"it ended before it was ready: {said}"
        return said

    def end(self, number=signal.SIGTERM):
        if self.process is not None:
            self.process.send_signal(number)
            self.process.communicate(timeout=60)
            return self.process.returncode
        return None

    def everyone(self):
        return psutil.Process(self.process.pid).children(recursive=True)


@contextmanager
def supervised():
    """A maker of instances, whose makings are stopped and removed at the end."""
    made = []

    def make(**environment):
        home = Path(tempfile.mkdtemp(prefix="nautilus-home-"))
        made.append(Supervised(home, free_offset(), **environment))
        return made[-1]

    yield make
    for instance in made:
        if instance.process is not None and not instance.process.stdout.closed:
            instance.end()
        shutil.rmtree(instance.home, ignore_errors=True)


@pytest.fixture
def instances():
    with supervised() as make:
        yield make


@pytest.fixture(scope="module")
def running():
    """One that runs and may be hurt, but not stopped."""
    with supervised() as make:
        instance = make()
        instance.up()
        yield instance


@pytest.fixture(autouse=True)
def _what_the_supervisor_saw(request):
    """Shown by pytest when the test fails."""
    yield
    if "running" in request.fixturenames:
        print((request.getfixturevalue("running").home / "logs" / "supervisor.log").read_text())


def all_ended(processes):
    _, alive = psutil.wait_procs(processes, timeout=20)
    return not [p for p in alive if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def test_instances_of_tests_never_meet():
    """Two workers once took offsets 50 apart: risk of one was at the port of execution of the other."""
    distances = {abs(one - other) for one in PORTS for other in PORTS if one != other}
    assert not [distance for distance in distances if distance % OFFSETS.step == 0]
    assert not [offset for offset in OFFSETS if offset % 1_000 == 0 or max(PORTS) + offset > 32_000]


def test_starts_in_order_shows_it_and_stops_on_ctrl_c(instances):
    nautilus = instances()
    said = nautilus.up()
    steps = [said.index(word) for word in ("servers ready", "database migrated", "engines ready", "gateway ready")]
    assert steps == sorted(steps)
    status = nautilus.status()
    assert status["ready"] is True
    assert {service["name"] for service in status["services"]} == {*ENGINE_PORTS, "gateway", *SERVERS}
    offset = int(nautilus.environment["NAUTILUS_PORT_OFFSET"])
    for service in status["services"]:
        assert service["ready"] is True
        assert service["rss_bytes"] >= service["pss_bytes"] > 0
        if service["name"] in ENGINE_PORTS:
            assert service["port"] == ENGINE_PORTS[service["name"]] + offset
            assert psutil.Process(service["pid"]).ppid() == nautilus.process.pid
    assert status["gateway"] == f"http://127.0.0.1:{8001 + offset}"
    assert status["token_file"] == str(nautilus.home / "token")
    everyone = nautilus.everyone()
    assert nautilus.end(signal.SIGINT) == 0
    assert all_ended(everyone)
    ended = nautilus.run("status", "--json")
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["ready"] is False


def test_restarts_whatever_is_killed(running):
    nautilus = running
    before = {service["name"]: service["pid"] for service in nautilus.status()["services"]}
    for name in ("risk", "gateway", *SERVERS):
        os.kill(before[name], signal.SIGKILL)
    nautilus.wait(
        lambda: (
            (status := nautilus.status())["ready"]
            and all(
                service["pid"] != before[service["name"]]
                for service in status["services"]
                if service["name"] in ("risk", "gateway", *SERVERS)
            )
        ),
        "what was killed to come back",
        30,
    )
    after = {service["name"]: service for service in nautilus.status()["services"]}
    assert {name for name in before if after[name]["pid"] != before[name]} == {"risk", "gateway", *SERVERS}
    assert after["risk"]["restarts"] == 1
    urls = resolve_urls(Config(home=str(nautilus.home)))
    with redis.Redis.from_url(urls.bus_logic_url) as logic:
        assert logic.ping()


def test_services_outlive_the_process_that_forked_them(running):
    nautilus = running
    [zygote] = [
        p for p in running_of(nautilus) if "nautilus.stack.zygote" in p.cmdline() and p.pid not in _pids(nautilus)
    ]
    risk = nautilus.service("risk")["pid"]
    zygote.kill()
    time.sleep(0.2)
    assert nautilus.service("risk")["pid"] == risk
    os.kill(risk, signal.SIGKILL)
    nautilus.wait(lambda: (s := nautilus.service("risk"))["ready"] and s["pid"] != risk, "risk to come back", 30)


def running_of(nautilus):
    return [p for p in nautilus.everyone() if p.status() != psutil.STATUS_ZOMBIE]


def _pids(nautilus):
    return {service["pid"] for service in nautilus.status()["services"]}


def test_goes_on_when_its_own_files_cannot_be_written(instances):
    nautilus = instances()
    nautilus.up()
    draft = nautilus.home / "run" / f".state.json.{nautilus.process.pid}"
    draft.mkdir()  # in the place of the file that it writes first
    risk = nautilus.service("risk")
    os.kill(risk["pid"], signal.SIGKILL)
    assert nautilus.process.stdout.readline().startswith(f"Cannot write to {draft}: Is a directory.")
    nautilus.wait(lambda: answers(risk["port"]), "risk to come back", 30)
    stale = nautilus.service("risk")
    assert (stale["ready"], stale["state"]) == (False, "ended")
    draft.rmdir()
    nautilus.wait(lambda: nautilus.service("risk")["ready"], "the state to be written again", 30)
    assert nautilus.end() == 0


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_log_on_a_full_disk_keeps_silent(tmp_path, capsys, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    log = _LogFile(tmp_path / "supervisor.log")
    monkeypatch.setattr(log, "stream", SimpleNamespace(write=full, flush=lambda: None))
    log.handle(logging.makeLogRecord({"msg": "risk ended"}))
    assert capsys.readouterr().err == ""
    log.handle(logging.makeLogRecord({"msg": "%d", "args": ("no number",)}))
    assert "TypeError" in capsys.readouterr().err
    monkeypatch.undo()
    log.close()


def test_no_orphan_after_kill_of_the_supervisor_and_starts_again_at_once(instances):
    nautilus = instances()
    nautilus.up()
    everyone = nautilus.everyone()
    assert len(everyone) > len(ENGINE_PORTS)
    nautilus.end(signal.SIGKILL)
    nautilus.up()
    assert all_ended(everyone)
    assert nautilus.status()["ready"] is True


def test_without_a_zygote_each_service_is_an_interpreter_of_its_own(instances):
    nautilus = instances(WITHOUT_ZYGOTE="1")
    nautilus.up()
    risk = nautilus.service("risk")["pid"]
    assert "nautilus.stack.entry" in psutil.Process(risk).cmdline()
    os.kill(risk, signal.SIGKILL)
    nautilus.wait(lambda: (s := nautilus.service("risk"))["ready"] and s["pid"] != risk, "risk to come back", 30)
    everyone = nautilus.everyone()
    nautilus.end(signal.SIGKILL)
    assert all_ended(everyone)


def test_two_instances_side_by_side_and_only_one_a_home(running, instances):
    other = instances()
    other.up()
    assert running.status()["ready"]
    assert other.status()["ready"]
    assert _pids(running).isdisjoint(_pids(other))
    for line in (["up"], ["up", "--detach"]):
        again = running.run(*line)
        assert again.returncode == 1
        assert again.stderr.startswith(
            f"nautilus: Nautilus already runs on {running.home} (pid {running.process.pid})."
        )
        assert again.stderr.count("\n") == 1
    assert other.run("down").returncode == 0
    assert other.process.wait(10) == 0
    assert running.status()["ready"]


def test_an_offset_that_is_not_the_running_one_is_named(running):
    (running.home / "token").write_text("what an engine would write")
    offset = running.environment["NAUTILUS_PORT_OFFSET"]
    elsewhere = Platform(running.home, free_offset())
    for command in ("orders", "status", "login"):
        done = elsewhere.run(command)
        assert done.returncode == 1
        assert done.stderr.endswith(f" Say the same here: export NAUTILUS_PORT_OFFSET={offset}\n")
        assert done.stderr.count("\n") == 1


def test_a_service_that_cannot_start_is_named_and_tried_again(instances):
    nautilus = instances(BROKEN_SERVICE="risk")
    nautilus.process = subprocess.Popen(
        [sys.executable, str(HERE / "supervised.py")],
        env=nautilus.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    nautilus.wait(lambda: any(s["restarts"] > 1 for s in nautilus.status()["services"]), "risk to be tried again", 60)
    risk = nautilus.service("risk")
    assert risk["ready"] is False
    assert "exit status 1: risk is broken on purpose" in risk["detail"]
    assert nautilus.status()["ready"] is False
    everyone = nautilus.everyone()
    assert nautilus.end(signal.SIGTERM) == 0
    assert all_ended(everyone)


def test_a_failed_migration_ends_the_start_with_its_last_line(instances):
    nautilus = instances(MIGRATION="supervised:no_such_function")
    said = nautilus.up(ready=False)
    assert "The database could not be migrated: AttributeError" in said.splitlines()[-1]
    assert nautilus.process.wait(10) == 1


def test_a_taken_port_is_named_with_who_has_it(instances):
    nautilus = instances()
    port = 8001 + int(nautilus.environment["NAUTILUS_PORT_OFFSET"])
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        done = nautilus.run("up")
    assert done.returncode == 1
    assert done.stderr.startswith(f"nautilus: Port {port} (gateway) is taken by ")
    assert f"(pid {os.getpid()}). Stop that program, or move all ports: NAUTILUS_PORT_OFFSET=" in done.stderr
    assert not (nautilus.home / "postgres").exists()


def test_a_lock_that_nobody_holds_and_a_long_path_are_no_obstacles(instances):
    nautilus = instances()
    home = nautilus.home / ("long" * 30)
    nautilus.environment["NAUTILUS_HOME"] = str(home)
    (home / "run").mkdir(parents=True)
    (home / "run" / "lock").write_text("1\n")
    (home / "run" / "state.json").write_text("{broken")
    assert nautilus.status()["ready"] is False
    assert "READY" in nautilus.up()


def test_a_home_that_cannot_be_written_is_named(instances):
    nautilus = instances()
    (nautilus.home / "file").write_text("")
    nautilus.environment["NAUTILUS_HOME"] = str(nautilus.home / "file" / "home")
    done = nautilus.run("up")
    assert done.returncode == 1
    assert "Not a directory. Set NAUTILUS_HOME to a folder that you may write to." in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_data_folder_of_another_version_ends_the_start(instances):
    nautilus = instances()
    (nautilus.home / "postgres").mkdir()
    (nautilus.home / "postgres" / "PG_VERSION").write_text("15\n")
    said = nautilus.up(ready=False)
    assert "was written by PostgreSQL 15, this is 18" in said.splitlines()[-1]


def test_down_without_up_says_so(instances):
    nautilus = instances()
    done = nautilus.run("down")
    assert done.returncode == 1
    assert done.stderr == f"nautilus: Nautilus does not run on {nautilus.home}.\n"
