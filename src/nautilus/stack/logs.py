"""Log files of the platform: rotated in place, read by `nautilus logs`."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

LARGEST_BYTES = 16 * 1024**2
KEPT = 3


def rotate(folder: Path, largest: int = LARGEST_BYTES) -> None:
    """Copy each log that has grown too large aside and empty it.

    The writers hold the file open in append mode and never learn of it; lines written during the copy are lost, which
    is what a rotation without a cooperating writer costs.
    """
    for log in folder.glob("*.log"):
        if log.stat().st_size <= largest:
            continue
        for number in range(KEPT - 1, 0, -1):
            older = log.with_name(f"{log.name}.{number}")
            if older.exists():
                older.replace(log.with_name(f"{log.name}.{number + 1}"))
        shutil.copyfile(log, log.with_name(f"{log.name}.1"))
        with log.open("r+") as stream:
            stream.truncate(0)


def tail(log: Path, count: int) -> list[str]:
    """The last lines of a log, without reading all of it."""
    with log.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 400 * count - 4096))
        lines = stream.read().decode(errors="replace").splitlines()
    return lines[-count:]


def follow(logs: list[Path], pause: float = 0.3) -> Iterator[tuple[str, str]]:
    """(name, line) as lines are written, for ever. A log that shrinks was rotated and is read from its start."""
    positions = {log: log.stat().st_size for log in logs}
    while True:
        for log, position in positions.items():
            size = log.stat().st_size
            if size == position:
                continue
            with log.open("rb") as stream:
                stream.seek(position if size > position else 0)
                block = stream.read()
            whole = block[: block.rfind(b"\n") + 1]
            positions[log] = (position if size > position else 0) + len(whole)
            for line in whole.decode(errors="replace").splitlines():
                yield log.stem, line
        time.sleep(pause)
