"""The Makefile explains itself, and says what is missing in one line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path):
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def make(folder, *arguments):
    """With nothing on the PATH and no home: no Python can be found."""
    program = shutil.which("make")
    assert program, "install make"
    environment = {"PATH": str(folder / "empty"), "HOME": str(folder / "empty")}
    return subprocess.run(
        [program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("target", ["up", "web", "test", "check", "bench"])
def test_without_python_there_is_one_clear_line(checkout, target):
    done = make(checkout, target)
    said = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")]
    assert done.returncode != 0
    assert len(said) == 1
    assert said[0].startswith("Nautilus needs Python 3.13 and found none. Install it")
    assert not (checkout / ".venv").exists()


def test_a_python_that_is_too_old_is_not_taken(checkout):
    old = checkout / "empty" / "python3.13"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    assert "needs Python 3.13" in make(checkout, "up").stderr


def test_a_python_that_is_named_and_wrong_is_not_replaced_by_another(checkout):
    right = checkout / "empty" / "python3.13"
    right.parent.mkdir()
    right.symlink_to(sys.executable)
    done = make(checkout, "up", "PYTHON=/bin/false")
    assert done.returncode != 0
    assert done.stderr.startswith("Nautilus needs Python 3.13 and /bin/false is not it. Install it")
    assert not (checkout / ".venv").exists()


def test_a_venv_whose_python_has_gone_is_set_up_again(checkout):
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(checkout / "gone")
    for name in ("python", "installed"):
        (checkout / ".venv" / name).touch()
    assert "needs Python 3.13 and found none" in make(checkout, "up").stderr


def test_make_alone_lists_every_target():
    environment = {"PATH": os.environ["PATH"]}  # this test may itself run under make, which would pass its flags on
    done = subprocess.run(["make"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    listed = {line.split()[1] for line in done.stdout.splitlines()}
    assert listed == {"help", "up", "web", "test", "check", "bench", "clean"}
