"""A log read backwards: every line once, newest first, also while it grows and is rotated."""

import json
import random
import time
from pathlib import Path

import pytest

from nautilus.gateway.logs import MOST_BYTES, LogLine, LogQuery, lines_before, read_log
from nautilus.kernel.errors import InvalidInputError
from nautilus.stack.logs import rotate


def line(number: int, level: str = "INFO", **fields: object) -> str:
    content = {"time": f"2026-01-02T03:04:05.{number:06d}+00:00", "level": level, "engine": "risk"}
    return json.dumps(content | {"logger": "nautilus.risk", "message": f"line {number}"} | fields) + "\n"


def append(log: Path, *lines: str) -> None:
    with log.open("a") as stream:
        stream.writelines(lines)


def messages(found: list[LogLine]) -> list[str]:
    return [each.message for each in found]


def pages(log: Path, **query: object) -> list[str]:
    """All messages, page by page."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = read_log(log, LogQuery(cursor=cursor, **query))
        found += messages(page.items)
        cursor = page.next_cursor
    return found


@pytest.mark.parametrize("seed", range(5))
def test_lines_are_those_of_the_file_whatever_their_length(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    lines = [bytes(chance.choices(b"abc \xc3\xa9", k=int(chance.expovariate(1 / 9_000)))) for _ in range(200)]
    log = tmp_path / "x.log"
    log.write_bytes(b"".join(each + b"\n" for each in lines) + b"begun, not ended")
    with log.open("rb") as file:
        found = list(lines_before(file, log.stat().st_size))
        assert [text for _, text in found] == [each for each in reversed(lines) if each]
        for start, text in found[::7]:
            file.seek(start)
            assert file.read(len(text)) == text


def test_a_line_says_what_was_logged(tmp_path: Path) -> None:
    log = tmp_path / "risk.log"
    append(log, line(1, "WARNING", request_id="r-1", status=503), "Traceback (most recent call last):\n")
    traceback, logged = read_log(log, LogQuery()).items
    assert traceback == LogLine(
        time=None, level="", logger="", message="Traceback (most recent call last):", request_id=""
    )
    assert logged == LogLine(
        time="2026-01-02T03:04:05.000001+00:00",
        level="WARNING",
        logger="nautilus.risk",
        message="line 1",
        request_id="r-1",
        fields={"status": 503},
    )


def test_pages_stay_the_same_while_lines_are_appended(tmp_path: Path) -> None:
    log = tmp_path / "risk.log"
    append(log, *map(line, range(10)))
    first = read_log(log, LogQuery(limit=4))
    append(log, *map(line, range(10, 30)))
    second = read_log(log, LogQuery(limit=4, cursor=first.next_cursor or ""))
    assert messages([*first.items, *second.items]) == [f"line {number}" for number in range(9, 1, -1)]
    assert pages(log, limit=7) == [f"line {number}" for number in range(29, -1, -1)]


def test_pages_go_on_in_the_file_that_was_rotated_away(tmp_path: Path) -> None:
    log = tmp_path / "risk.log"
    append(log, *map(line, range(10)))
    first = read_log(log, LogQuery(limit=4))
    rotate(tmp_path, largest=1)
    assert log.stat().st_size == 0
    append(log, *map(line, range(10, 20)))
    rotate(tmp_path, largest=1)
    append(log, *map(line, range(20, 25)))
    rest = read_log(log, LogQuery(cursor=first.next_cursor or ""))
    assert messages(rest.items) == [f"line {number}" for number in range(5, -1, -1)]
    assert pages(log, limit=3) == [f"line {number}" for number in range(24, -1, -1)]


def test_a_log_that_is_just_being_rotated_is_not_shown_twice(tmp_path: Path) -> None:
    log = tmp_path / "risk.log"
    append(log, *map(line, range(3)))
    (tmp_path / "risk.log.1").write_bytes(log.read_bytes())
    assert pages(log) == ["line 2", "line 1", "line 0"]


def test_the_filter_takes_a_level_and_above_and_any_text(tmp_path: Path) -> None:
    log = tmp_path / "risk.log"
    append(log, line(1, "DEBUG"), line(2, "INFO", path="/Orders"), line(3, "WARNING"), line(4, "ERROR"), "raw words\n")
    assert pages(log, level="WARNING") == ["raw words", "line 4", "line 3"]
    assert pages(log, level="DEBUG", limit=2) == ["raw words", "line 4", "line 3", "line 2", "line 1"]
    assert pages(log, contains="/orders") == ["line 2"]
    assert pages(log, contains="RAW") == ["raw words"]
    assert pages(log, level="ERROR", contains="line") == ["line 4"]


def test_secrets_are_neither_shown_nor_found(tmp_path: Path) -> None:
    log = tmp_path / "risk.log"
    append(log, line(1, url="redis://:hunter2@host/0"), "Authorization: Bearer abcdef12345\n")
    shown = str(read_log(log, LogQuery()).items)
    assert "hunter2" not in shown
    assert "abcdef12345" not in shown
    assert pages(log, contains="hunter2") == []


def test_a_rare_word_is_looked_for_in_pieces(tmp_path: Path) -> None:
    log = tmp_path / "risk.log"
    append(log, line(0, word="needle"))
    append(log, *(line(number, filler="x" * 1_000) for number in range(1, 5_000)))
    assert log.stat().st_size > 2 * MOST_BYTES
    started = time.perf_counter()
    page = read_log(log, LogQuery(contains="needle"))
    assert time.perf_counter() - started < 2.0
    assert page.items == []
    assert page.next_cursor is not None
    assert pages(log, contains="needle") == ["line 0"]


def test_the_first_page_of_a_large_log_costs_what_that_of_a_small_one_does(tmp_path: Path) -> None:
    large, small = tmp_path / "large.log", tmp_path / "small.log"
    append(small, *map(line, range(200)))
    append(large, line(0))
    with large.open("ab") as stream:
        stream.truncate(200_000_000)  # a hole, which only who reads it would fill
    append(large, "\n", *map(line, range(200)))
    assert read_log(large, LogQuery()).items == read_log(small, LogQuery()).items
    costs = []
    for log in (small, large):
        started = time.perf_counter()
        read_log(log, LogQuery())
        costs.append(time.perf_counter() - started)
    assert costs[1] < costs[0] + 0.02


def test_an_empty_log_has_no_lines_and_a_foreign_cursor_is_refused(tmp_path: Path) -> None:
    log = tmp_path / "risk.log"
    log.touch()
    assert read_log(log, LogQuery()).items == []
    with pytest.raises(InvalidInputError):
        read_log(log, LogQuery(cursor="nonsense"))
