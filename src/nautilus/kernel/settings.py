"""The settings in force, one by one, with where each comes from and what it is for."""

import contextlib
import os
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from nautilus.kernel.app.fields import descriptions
from nautilus.kernel.config import CONFIG_FILE, PREFIX, Config, EngineConfig, redact_url, resolve_urls
from nautilus.kernel.errors import UnavailableError
from nautilus.kernel.telemetry import redact
from nautilus.kernel.units import Text


class Origin(StrEnum):
    DEFAULT = "default"
    FILE = "file"
    """nautilus.toml in the home"""
    ENVIRONMENT = "environment"
    """a NAUTILUS_* variable"""


class Setting(msgspec.Struct, frozen=True):
    """One setting as it is in force. It takes effect at the next start of the platform."""

    name: str
    value: Text[str]
    """As text, passwords replaced by ***."""
    origin: Origin
    """What set it; the environment wins over the file."""
    description: str


def settings(config: Config, engine: str, environment: Mapping[str, str] = os.environ) -> Iterator[Setting]:
    """Those of the whole platform, and of `engines` what concerns `engine`. Origins are as they are now."""
    with contextlib.suppress(UnavailableError):  # without servers the URLs stay empty, which is what is in force
        config = resolve_urls(config)
    file = config.home_path / CONFIG_FILE
    try:
        written = tomllib.loads(file.read_text())
    except (FileNotFoundError, tomllib.TOMLDecodeError):  # it was valid when this process read it
        written = {}
    shown = config.redacted()
    texts = descriptions(Config)
    for name in Config.__struct_fields__:
        if name != "engines":
            yield Setting(name, redact(_text(shown[name])), _origin((name,), written, environment), texts[name])
    origin = _origin(("engines", engine, "url"), written, environment)
    text = descriptions(EngineConfig)["url"]
    yield Setting(f"engines.{engine}.url", redact(redact_url(config.engine_url(engine))), origin, text)


def _origin(path: tuple[str, ...], written: Mapping[str, Any], environment: Mapping[str, str]) -> Origin:
    if PREFIX + "__".join(path).upper() in environment:
        return Origin.ENVIRONMENT
    node: Any = written
    for name in path:
        if not isinstance(node, Mapping) or name not in node:
            return Origin.DEFAULT
        node = node[name]
    return Origin.FILE


def _text(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
