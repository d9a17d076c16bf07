"""What is wrong before a start is one line that says what to do."""

import errno
import shutil
from collections import namedtuple

import pytest

from nautilus.kernel.config import Config
from nautilus.stack import preflight
from nautilus.stack.server import StackError


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


def test_configured_buses_need_no_port():
    ports = preflight.wanted_ports(Config(home="/home", bus_market_url="redis://bus", port_offset=137))
    assert "bus-market" not in ports
    assert ports["bus-logic"] == 6381 + 137
    assert ports["gateway"] == 8001 + 137
    assert len(ports) == 15
