"""Every command says what it does with an example; every failure is one line on stderr."""

import errno
import importlib
import subprocess
import sys

import click
import pytest

from nautilus import cli
from nautilus.cli.root import Commands, root


def every_command(command=root, path=()):
    context = click.Context(command, info_name="nautilus")
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        yield from every_command(inner, (*path, name))


PATHS = [path for path, _ in every_command()]


def test_the_commands_that_other_tools_rely_on_are_there():
    names = {path[0] for path in PATHS}
    assert names >= {"up", "down", "status", "logs", "doctor", "config", "engine", "replay", "orders", "fills"}
    assert names >= {"positions", "account", "kill", "rearm", "limits", "bench"}
    steps = {path[1] for path in PATHS if path[0] == "replay"}
    assert steps == {"list", "create", "start", "pause", "resume", "stop", "speed", "restart", "status"}


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_says_what_with_an_example(command, path):
    done = command(*path, "--help")
    assert done.status == 0
    assert f"nautilus {' '.join(path)}" in done.out
    assert "Example: " in done.out
    example = done.out.partition("Example: ")[2].splitlines()[0]
    assert f"nautilus {' '.join(path)}" in example


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (["bogus"], 2, "nautilus: No such command 'bogus'. See: nautilus --help"),
        (["status", "--bogus"], 2, "nautilus: No such option '--bogus'. See: nautilus status --help"),
        (["engine", "bogus"], 2, None),
        (
            ["replay", "start"],
            2,
            "nautilus: Missing option '--session' or '--instruments'. See: nautilus replay start --help",
        ),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(command, arguments, status, line):
    done = command(*arguments)
    assert done.status == status
    assert done.out == ""
    assert done.err.count("\n") == 1
    if line:
        assert done.err == line + "\n"


def test_without_a_command_it_shows_what_there_is(command):
    done = command()
    assert done.status == 2
    assert "replay" in done.out


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/home/data"), "Disk is full at /home/data. Free some space"),
        (PermissionError(errno.EACCES, "Permission denied", "/home/token"), "/home/token: Permission denied."),
    ],
)
def test_a_failing_disk_is_one_line(command, monkeypatch, error, line):
    def fail():
        raise error

    monkeypatch.setattr("nautilus.cli.platform.load_config", fail)
    done = command("status")
    assert done.status == 1
    assert done.err.startswith(f"nautilus: {line}")
    assert done.err.count("\n") == 1


def test_a_wrong_setting_is_one_line(command, monkeypatch):
    monkeypatch.setenv("NAUTILUS_PORT_OFFSET", "many")
    done = command("status")
    assert done.status == 1
    assert "NAUTILUS_PORT_OFFSET" in done.err
    assert done.err.count("\n") == 1


def test_another_python_is_refused_before_anything_is_imported(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 12, 1, "final", 0))
    with pytest.raises(SystemExit, match=r"nautilus: needs Python 3\.13, this is 3\.12 .*make clean up"):
        cli.main()


def test_a_reader_that_goes_away_causes_no_noise(tmp_path):
    environment = {"NAUTILUS_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    line = f"{sys.executable} -m nautilus.cli config | true"
    done = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


HEAVY = {"asyncio", "httpx", "nautilus_trader", "numpy", "psycopg", "pyarrow", "starlette"}


@pytest.mark.parametrize("line", [["config"], ["orders", "--help"], ["replay", "--help"]], ids=" ".join)
def test_a_command_imports_nothing_heavy(line):
    code = f"import sys; from nautilus.cli.root import run; run({line}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stderr.split())


def test_each_place_of_a_command_exists():
    for path, found in every_command():
        assert isinstance(found, click.Command), path
    assert isinstance(root, Commands)
    assert importlib.util.find_spec("nautilus.cli.journal") is None or ("journal", "verify") in PATHS
