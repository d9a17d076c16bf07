"""Log lines: one JSON object each, with the request's id, and without secrets."""

import io
import json
import logging

import pytest

from nautilus.kernel import telemetry
from nautilus.kernel.telemetry import JsonFormatter, redact


def line(message: str, *arguments: object, **extra: object) -> dict:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter("risk"))
    log = logging.Logger("nautilus.risk")
    log.addHandler(handler)
    log.warning(message, *arguments, extra=extra)
    text = stream.getvalue()
    assert text.count("\n") == 1
    return json.loads(text)


def test_a_line_says_when_who_what_and_more() -> None:
    found = line("limit %s\nis gone", "gross", run=7, path=None)
    assert found.pop("time").endswith("+00:00")
    assert found == {
        "level": "WARNING",
        "engine": "risk",
        "logger": "nautilus.risk",
        "message": "limit gross\nis gone",
        "run": 7,
        "path": None,
    }


def test_the_request_id_is_in_every_line_of_the_request() -> None:
    token = telemetry.request_id.set("trace-1")
    try:
        assert line("x")["request_id"] == "trace-1"
    finally:
        telemetry.request_id.reset(token)
    assert "request_id" not in line("x")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Authorization: Bearer abc.DEF-123_x", "abc.DEF-123_x"),
        ("postgresql://nautilus:pa55word@127.0.0.1:5432/x", "pa55word"),
        ("redis://:pa55word@127.0.0.1", "pa55word"),
        ('GET /stream?ticket=abcdef&x=1 "WebSocket"', "abcdef"),
        ("/login?code=abcdef", "abcdef"),
        ("https://api.example/?api_key=abcdef", "abcdef"),
        ('{"password": "abcdef"}', "abcdef"),
        ('{"X-Access-Token": "abcdef"}', "abcdef"),
    ],
)
def test_secrets_do_not_reach_the_log(text: str, secret: str) -> None:
    assert secret not in redact(text)
    assert secret not in json.dumps(line("%s", text))
    assert secret not in json.dumps(line("x", payload=text))


def test_what_is_not_secret_stays() -> None:
    text = "order 1-momentum-3 of http://127.0.0.1:8001/api/risk/limits?run=3 was refused: code 17"
    assert redact(text) == text


def test_exceptions_are_in_the_line() -> None:
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", (), None)
    try:
        raise ValueError("postgresql://u:pa55word@h/d is away")
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)
    found = json.loads(JsonFormatter("risk").format(record))
    assert "ValueError" in found["exception"]
    assert "pa55word" not in found["exception"]
