"""The log of one engine, read backwards from its end, a piece at a time.

A place in a log is the beginning of its file, by which the file is known again after it was rotated, and the position
of a byte. So a page stays the same while lines are appended. Rotation copies the log to `.1`, `.2` … and empties it.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal

import msgspec

from nautilus.kernel.app.routes import Page, PageQuery, decode_cursor, encode_cursor
from nautilus.kernel.telemetry import redact

_BLOCK_BYTES = 65_536
MOST_BYTES = 2 * 1024**2
"""Read at most for one page: where hardly a line fits the filter, a page may be short and have a cursor."""
_NAME_BYTES = 256
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_ROTATED = ("", ".1", ".2", ".3", ".4")
_OWN = ("time", "level", "logger", "message", "request_id", "engine")

type Place = tuple[int, int]
"""Checksum of the beginning of a file, and a position in it: the lines before are to come."""


class LogQuery(PageQuery, frozen=True, kw_only=True):
    level: Annotated[
        Literal["", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"],
        msgspec.Meta(description="Lines of this level and above, and those that say no level; empty: all"),
    ] = ""
    contains: Annotated[
        str, msgspec.Meta(max_length=200, description="Text in the line, in capitals or not; empty: all")
    ] = ""


class LogLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line. What is no JSON (a traceback of a process that ended) is all message."""

    time: str | None
    """Wall time, RFC 3339; null where the line does not say."""
    level: str
    """DEBUG, INFO, WARNING, ERROR or CRITICAL; empty where the line does not say."""
    logger: str
    """The part of the program that wrote it."""
    message: str
    request_id: str
    """The request in which it was written; empty outside of requests."""
    fields: dict[str, Any] = {}
    """What else the line holds."""


def read_log(log: Path, query: LogQuery) -> Page[LogLine]:
    """One page, newest line first. Reads files: not for the event loop."""
    after: Place | None = decode_cursor(query.cursor, Place.__value__)
    found: list[LogLine] = []
    budget = MOST_BYTES
    place = after
    for file, name, end in _pieces(log, after):
        with file:
            for position, line in lines_before(file, end):
                budget -= len(line) + 1
                place = (name, position)
                if (shown := _shown(line, query)) is not None:
                    found.append(shown)
                if len(found) == query.limit or budget <= 0:
                    return Page(found, encode_cursor(place))
    return Page(found)


def _pieces(log: Path, after: Place | None) -> Iterator[tuple[BinaryIO, int, int]]:
    """The files that hold what comes before `after`, newest first: open, each with its name and where to end."""
    waiting = after is not None
    before: int | None = None
    for suffix in _ROTATED:
        try:
            file = log.with_name(log.name + suffix).open("rb")
        except FileNotFoundError:
            if not suffix:
                continue
            return
        name = _name(file)
        end = file.seek(0, 2)
        if waiting and after is not None:
            if name != after[0] or end < after[1]:
                file.close()
                continue
            waiting, end = False, after[1]
        if name == before:  # it is being rotated: copied, not yet emptied
            file.close()
            continue
        before = name
        yield file, name, end


def _name(file: BinaryIO) -> int:
    """By which a file is known again: its first line says when it was written."""
    return zlib.crc32(file.read(_NAME_BYTES).partition(b"\n")[0])


def lines_before(file: BinaryIO, end: int) -> Iterator[tuple[int, bytes]]:
    """Whole lines that end at or before byte `end`, last first, each with where it begins."""
    tail = b""
    position = end
    complete = False
    while position > 0:
        size = min(_BLOCK_BYTES, position)
        position -= size
        file.seek(position)
        parts = (file.read(size) + tail).split(b"\n")
        if not complete and len(parts) > 1:
            parts[-1] = b""  # behind the last line break: a line that is being written
            complete = True
        tail = parts[0]
        start = position + sum(len(part) + 1 for part in parts[:-1])
        yield from _reversed(parts[1:], start + len(parts[-1]))
    if complete and tail:
        yield 0, tail


def _reversed(parts: list[bytes], end: int) -> Iterator[tuple[int, bytes]]:
    for part in reversed(parts):
        start = end - len(part)
        if part:
            yield start, part
        end = start - 1


def _shown(line: bytes, query: LogQuery) -> LogLine | None:
    """The line, if the filter lets it pass. Secrets are hidden once more, and are not found."""
    text = line.decode(errors="replace")
    if not _fits(_parsed(text), query):
        return None  # most lines, and hiding costs more than reading
    shown = _parsed(redact(text))
    return shown if _fits(shown, query) else None


def _fits(line: LogLine, query: LogQuery) -> bool:
    if query.level and line.level and _LEVELS.index(query.level) > _rank(line.level):
        return False
    return not query.contains or query.contains.lower() in _words(line).lower()


def _parsed(text: str) -> LogLine:
    try:
        content = msgspec.json.decode(text)
    except msgspec.DecodeError:
        content = None
    if not isinstance(content, dict) or "message" not in content:
        return LogLine(time=None, level="", logger="", message=text, request_id="")
    return LogLine(
        time=content.get("time"),
        level=str(content.get("level", "")),
        logger=str(content.get("logger", "")),
        message=str(content["message"]),
        request_id=str(content.get("request_id", "")),
        fields={name: value for name, value in content.items() if name not in _OWN},
    )


def _rank(level: str) -> int:
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


def _words(line: LogLine) -> str:
    others = msgspec.json.encode(line.fields).decode() if line.fields else ""
    return "\n".join((line.message, line.logger, line.request_id, others))
