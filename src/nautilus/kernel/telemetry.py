"""What a person or Prometheus sees of a process: JSON log lines with request ids, and the metrics of its HTTP side.

Secrets never reach a log: every line passes `redact`.
"""

import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import IO, Any

import msgspec
from prometheus_client import CollectorRegistry, GCCollector, Histogram, PlatformCollector, ProcessCollector

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that the running task serves; empty outside of requests."""

_SECRETS = (
    (re.compile(r"(?i)\b(bearer\s+)[\w.~+/=-]+"), r"\1***"),
    (re.compile(r"(://[^:/@\s\"]*:)[^@/\s\"]+@"), r"\1***@"),
    (re.compile(r"(?i)\b((?:token|code|ticket|password|secret|api_?key)=)[^&\s\"\\]+"), r"\1***"),
    (
        re.compile(r'(?i)((?:token|password|secret|api_?key|cookie|authorization)\\*":\s*\\*")[^"\\]*'),
        r"\1***",
    ),
)
_OWN_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}
HTTP_BUCKETS = (0.0005, 0.001, 0.0015, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


def redact(text: str) -> str:
    """The text with bearer tokens, passwords in URLs and values of secret-looking names replaced by ***."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, engine, logger, message, request_id, then what `extra` held."""

    def __init__(self, engine: str) -> None:
        super().__init__()
        self._engine = engine
        self._encoder = msgspec.json.Encoder(enc_hook=str)

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "engine": self._engine,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if current := request_id.get():
            line["request_id"] = current
        line.update({name: value for name, value in vars(record).items() if name not in _OWN_FIELDS})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return redact(self._encoder.encode(line).decode())


def configure_logging(engine: str, level: str, stream: IO[str] | None = None) -> None:
    """Send every log record of this process to `stream` (standard error) as JSON lines."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(engine))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)


def process_registry() -> CollectorRegistry:
    """A registry that already holds the metrics of the process: CPU, memory, open files, garbage collection."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    return registry


class HttpMetrics:
    """Durations of requests by method, route template and status."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._seconds = Histogram(
            "nautilus_http_request_seconds",
            "Duration of HTTP requests",
            ("method", "route", "status"),
            buckets=HTTP_BUCKETS,
            registry=registry,
        )
        self._children: dict[tuple[str, str, int], Histogram] = {}

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """`method` and `route` come from the mounted routes, never from the request: labels stay few."""
        key = (method, route, status)
        child = self._children.get(key)
        if child is None:
            child = self._children[key] = self._seconds.labels(method, route, str(status))
        child.observe(seconds)
