"""A gateway that answers what a test tells it to, and commands that are run in process against it."""

import http.server
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from nautilus.cli.root import run
from nautilus.kernel.config import GATEWAY_PORT

TOKEN = "t" * 40


@dataclass
class Gateway:
    """`answers` maps "METHOD /path" to (status, content) or to a function of the query and body that gives one."""

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)

    def answer(self, request: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        self.asked.append((request, query, body))
        found = self.answers.get(request, (404, {"title": "Not found", "detail": f"no route {request}"}))
        return found(query, body) if callable(found) else found


def handler_of(gateway: Gateway) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            if self.headers["Authorization"] == f"Bearer {TOKEN}":
                status, content = gateway.answer(f"{self.command} {parts.path}", dict(parse_qsl(parts.query)), body)
            else:
                status, content = 401, {"title": "Unauthorized", "detail": "send the token"}
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def gateway(tmp_path, monkeypatch):
    """A stand-in gateway at the port where the commands look for one, with the token in the home."""
    gateway = Gateway()
    server = None
    for offset in range(137, 21_900, 211):
        try:
            server = http.server.ThreadingHTTPServer(("127.0.0.1", GATEWAY_PORT + offset), handler_of(gateway))
        except OSError:
            continue
        if offset % 1_000:
            break
    assert server is not None
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    (tmp_path / "token").write_text(TOKEN + "\n")
    monkeypatch.setenv("NAUTILUS_HOME", str(tmp_path))
    monkeypatch.setenv("NAUTILUS_PORT_OFFSET", str(offset))
    yield gateway
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Done:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def command(capsys) -> Callable[..., Done]:
    """Run one command line; what it said and how it ended."""

    def call(*arguments: str) -> Done:
        status = run(arguments)
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return call
