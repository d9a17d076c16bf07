"""What is wrong before a start is one line that says what to do."""

import errno
import shutil
import socket
from collections import namedtuple

import pytest

from nautilus.kernel.config import Config
from nautilus.kernel.errors import NautilusError
from nautilus.stack import preflight
from nautilus.stack.server import StackError, free_port, last_lines


def test_a_full_disk_is_found_before_anything_is_started(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 2**20, 2**20))
    with pytest.raises(StackError, match=r"Disk is full: 1 MiB free at .*, at least 512 needed\. Free some"):
        preflight.check_home(Config(home=str(tmp_path)))


def test_a_disk_that_fills_up_meanwhile_is_named(tmp_path):
    error = OSError(errno.ENOSPC, "No space left on device")
    assert preflight.home_problem(tmp_path, error).startswith(f"Disk is full at {tmp_path}. Free some space")


def test_a_disk_that_fills_up_while_it_runs_is_found(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 2**20, 2**20))
    with pytest.raises(StackError, match=r"Disk is full: 1 MiB free at .*, at least 16 needed\. Free some"):
        preflight.check_room(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 2**25, 2**25))
    preflight.check_room(tmp_path)


def test_a_configured_bus_that_does_not_answer_is_named_without_its_password():
    url = f"redis://:hidden@127.0.0.1:{free_port()}"
    with pytest.raises(
        StackError, match=r"does not answer \(Connection refused\)\. Start it or mend bus_logic_url\.$"
    ) as e:
        preflight.check_configured(Config(home="/home", bus_logic_url=url))
    assert "hidden" not in str(e.value)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        preflight.check_configured(Config(home="/home", bus_market_url=f"redis://127.0.0.1:{port}"))


@pytest.mark.parametrize(("setting", "said"), [("database_url", "postgresql://"), ("bus_market_url", "redis://")])
def test_a_url_that_is_none_is_named_with_how_to_write_it(setting, said):
    with pytest.raises(NautilusError, match=said):
        preflight.check_configured(Config(home="/home", **{setting: "nonsense"}))


def test_the_end_of_a_log_is_its_last_words(tmp_path):
    log = tmp_path / "migrations.log"
    log.write_text("Traceback\n  raise\nProgrammingError: no\n\n")
    assert last_lines(log, 1) == "ProgrammingError: no"


def test_configured_buses_need_no_port():
    ports = preflight.wanted_ports(Config(home="/home", bus_market_url="redis://bus", port_offset=137))
    assert "bus-market" not in ports
    assert ports["bus-logic"] == 6381 + 137
    assert ports["gateway"] == 8001 + 137
    assert len(ports) == 15
