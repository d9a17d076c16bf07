"""Settings, logs, doctor and bench of a home in which nothing runs."""

import json
import socket
import sys

import pytest

from nautilus.cli import bench
from nautilus.kernel.config import ENGINE_PORTS


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("NAUTILUS_HOME", str(tmp_path))
    monkeypatch.setenv("NAUTILUS_PORT_OFFSET", "21811")
    return tmp_path


def test_config_hides_passwords(command, monkeypatch):
    monkeypatch.setenv("NAUTILUS_DATABASE_URL", "postgresql://me:hidden@db/nautilus")
    shown = command("config", "--json")
    assert shown.json["database_url"] == "postgresql://me:***@db/nautilus"
    assert shown.json["port_offset"] == 21811
    text = command("config").out
    assert "hidden" not in shown.out + text
    assert 'database_url = "postgresql://me:***@db/nautilus"' in text


def test_help_of_config_lists_every_setting(command):
    text = command("config", "--help").out
    assert all(name in text for name in ("port_offset", "database_url", "bus_logic_url", "allowed_hosts"))


def test_status_of_a_home_in_which_nothing_runs(command, home):
    done = command("status", "--json")
    assert done.status == 1
    assert done.json == {
        "ready": False,
        "gateway": f"http://127.0.0.1:{8001 + 21811}",
        "token_file": str(home / "token"),
        "services": [],
        "pid": None,
    }
    assert done.err == f"nautilus: It does not run on {home}. Start it: nautilus up\n"


def test_logs_of_all_are_labelled_and_of_one_are_not(command, home):
    (home / "logs").mkdir()
    (home / "logs" / "risk.log").write_text("one\ntwo\n")
    (home / "logs" / "gateway.log").write_text("three\n")
    assert command("logs", "risk", "--lines", "1").out == "two\n"
    assert command("logs").out == "gateway     three\nrisk        one\nrisk        two\n"
    done = command("logs", "bogus")
    assert (done.status, done.out) == (1, "")
    assert "there are: gateway, risk" in done.err


def test_what_needs_a_running_platform_says_so_and_makes_no_home(command, monkeypatch, home):
    monkeypatch.setenv("NAUTILUS_HOME", str(home / "none"))
    login = command("login")
    assert (login.status, login.out) == (1, "")
    assert login.err == (
        f"nautilus: Nautilus does not run on {home}/none, and so serves no page. Start it: nautilus up\n"
    )
    logs = command("logs", "risk")
    assert (logs.status, logs.out) == (1, "")
    assert "has not been started there. Start it: nautilus up" in logs.err
    assert not (home / "none").exists()


def test_a_start_that_fails_detached_says_why_once(command, home):
    with socket.create_server(("127.0.0.1", ENGINE_PORTS["risk"] + 21811)):
        done = command("up", "--detach")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"nautilus: Port {ENGINE_PORTS['risk'] + 21811} (risk) is taken by ")
    assert done.err.count("\n") == 1


def test_doctor_says_what_is_wrong(command, home):
    good = command("doctor", "--json")
    assert {row["name"] for row in good.json} == {
        "python", "home", "memory", "database", "buses", "ports", "platform",
    }  # fmt: skip
    (home / "postgres").mkdir()
    (home / "postgres" / "PG_VERSION").write_text("15\n")
    done = command("doctor")
    assert done.status == 1
    assert "WRONG  database" in done.out
    assert "written by PostgreSQL 15" in done.out


def test_bench_runs_stores_and_prints(command, home, monkeypatch):
    folder = home / "benchmarks"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "sums.py").write_text("def run():\n    return {'inputs': {'n': 3}, 'total': sum(range(3))}\n")
    monkeypatch.setattr(bench, "_ROOT", home)
    monkeypatch.setattr(bench, "_FOLDER", folder)
    monkeypatch.syspath_prepend(str(home))
    for name in [name for name in sys.modules if name.partition(".")[0] == "benchmarks"]:
        monkeypatch.delitem(sys.modules, name)  # those of the checkout, which other tests use
    done = command("bench", "--json", "sums")
    assert done.json[0]["result"] == {"inputs": {"n": 3}, "total": 3}
    stored = json.loads((folder / "results" / "sums.json").read_text())
    assert stored["machine"]["cores"] >= 1
    assert stored["commit"]
    assert "inputs.n" in command("bench").out
    (folder / "wrong.py").write_text(
        "from nautilus.kernel.errors import UnavailableError\ndef run():\n    raise UnavailableError('no port')\n"
    )
    done = command("bench", "--json")
    assert (done.status, [result["name"] for result in done.json]) == (1, ["sums"])
    assert "nautilus: wrong failed: no port" in done.err
    missing = command("bench", "bogus")
    assert missing.status == 1
    assert "there are: sums" in missing.err
