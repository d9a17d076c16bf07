"""Configuration: defaults, then `nautilus.toml` in the home, then `NAUTILUS_*` in the environment; validated once.

`NAUTILUS_PORT_OFFSET` sets `port_offset`, `NAUTILUS_ENGINES__RISK__URL` sets `engines.risk.url`.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit, urlunsplit

import msgspec
import platformdirs

from nautilus.kernel.errors import ConfigurationError, UnavailableError

ENGINE_PORTS: Mapping[str, int] = {
    "analytics": 8100,
    "backtesting": 8110,
    "risk": 8200,
    "execution": 8250,
    "factor": 8300,
    "ml": 8400,
    "features": 8500,
    "websocket": 8600,
    "strategy": 8700,
    "marketdata": 8800,
    "portfolio": 8900,
    "collateral": 9000,
    "vpin": 10000,
}
GATEWAY_PORT = 8001
MARKET_BUS_PORT = 6380
LOGIC_BUS_PORT = 6381
DATABASE_PORT = 5432
HIGHEST_OFFSET = 22_000
URLS_FILE = "servers.json"
"""In the run folder, mode 600: the URLs of the embedded servers, written by `nautilus up`, read by `resolve_urls`."""
CONFIG_FILE = "nautilus.toml"
PREFIX = "NAUTILUS_"
_NOT_SETTINGS = {"HOME", "SHARED", "REQUIRE_ALL", "PATH"}  # PATH belongs to nautilus_trader


class EngineConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    url: str = ""
    """Where it answers, without a slash at the end. Empty: on this machine, at its port of the design."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All settings. Secrets are in files of the home with mode 600, or in URLs, which are redacted when shown."""

    home: str
    """Folder of all that belongs to this instance: token, database, journals, logs."""
    host: Literal["127.0.0.1", "::1", "0.0.0.0"] = "127.0.0.1"  # noqa: S104 - a container must listen outside itself
    """Address on which gateway and engines listen; 0.0.0.0 is for containers, with another door in front."""
    port_offset: Annotated[int, msgspec.Meta(ge=0, le=HIGHEST_OFFSET)] = 0
    """Added to every port of the design, so that several instances can run on one machine."""
    database_url: str = ""
    """postgresql://… of a server that is not ours; empty: the embedded one."""
    bus_market_url: str = ""
    """redis://… or rediss://…; empty: the embedded server on 6380."""
    bus_logic_url: str = ""
    """redis://… or rediss://…; empty: the embedded server on 6381."""
    bus_client: Literal["hot", "redis"] = "hot"
    """`hot` is our protocol class, `redis` the twin on redis-py."""
    wire_url: str = ""
    """ws://… or wss://… of a live feed in the format of `sources/wire/client.py`; empty: there is none."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """The least severe line that is written to a log."""
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    """Names by which gateway and engines may be called; requests for others are refused."""
    engines: dict[str, EngineConfig] = {}

    @property
    def home_path(self) -> Path:
        return Path(self.home)

    @property
    def token_file(self) -> Path:
        return self.home_path / "token"

    @property
    def run_path(self) -> Path:
        """Sockets, pid files, the supervisor's state."""
        return self.home_path / "run"

    @property
    def log_path(self) -> Path:
        return self.home_path / "logs"

    def port(self, name: str) -> int:
        """Port of an engine, of `gateway`, `bus-market` or `bus-logic`, with the offset."""
        servers = {"gateway": GATEWAY_PORT, "bus-market": MARKET_BUS_PORT, "bus-logic": LOGIC_BUS_PORT}
        base = ENGINE_PORTS.get(name) or servers[name]
        return base + self.port_offset

    def engine_url(self, name: str) -> str:
        configured = self.engines[name].url if name in self.engines else ""
        return configured or f"http://{self._authority()}:{self.port(name)}"

    def bus_url(self, bus: str) -> str:
        """URL of the `market` or `logic` bus."""
        configured = self.bus_market_url if bus == "market" else self.bus_logic_url
        return configured or f"redis://127.0.0.1:{self.port(f'bus-{bus}')}"

    def _authority(self) -> str:
        return "[::1]" if self.host == "::1" else "127.0.0.1"

    def redacted(self) -> dict[str, Any]:
        """As plain data, with passwords in URLs replaced by ***."""
        shown: dict[str, Any] = msgspec.to_builtins(self)
        for name in ("database_url", "bus_market_url", "bus_logic_url", "wire_url"):
            shown[name] = redact_url(shown[name])
        return shown


def redact_url(url: str) -> str:
    """The URL with its password, if any, replaced by ***."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username or ''}:***@{host}"))


def default_home(environment: Mapping[str, str] = os.environ) -> Path:
    return Path(environment.get("NAUTILUS_HOME") or platformdirs.user_data_dir("nautilus", appauthor=False)).absolute()


def load_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Read and validate all settings. Raises ConfigurationError naming the setting and where it came from."""
    home = default_home(environment)
    file = home / CONFIG_FILE
    settings: dict[str, Any] = {}
    if file.exists():
        try:
            settings = tomllib.loads(file.read_text())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{file} is not valid TOML: {error}. Mend the line or remove the file.") from error
    for variable, text in environment.items():
        if variable.startswith(PREFIX) and variable.removeprefix(PREFIX) not in _NOT_SETTINGS:
            _set(settings, variable.removeprefix(PREFIX).lower().split("__"), text)
    settings["home"] = str(home)
    try:
        config = msgspec.convert(settings, Config, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigurationError(
            f"{_wrong(str(error), environment, file)}; `nautilus config --help` lists the settings."
        ) from error
    unknown = set(config.engines) - set(ENGINE_PORTS)
    if unknown:
        raise ConfigurationError(f"engines.{sorted(unknown)[0]}: no such engine; there are {', '.join(ENGINE_PORTS)}")
    if config.port_offset and config.port_offset % 1_000 == 0:
        raise ConfigurationError(
            f"port_offset {config.port_offset} is a multiple of 1,000, where ports of two instances meet; "
            f"take another, for example {config.port_offset + 37}"
        )
    return config


def _wrong(found: str, environment: Mapping[str, str], file: Path) -> str:
    """What msgspec found, under the name that the user gave the setting."""
    text, _, path = found.partition(" - at `$.")
    setting = path.removesuffix("`")
    variable = PREFIX + setting.upper().replace(".", "__")
    if variable in environment:
        return f"{variable}: {text}"
    return f"{setting}: {text}".removeprefix(": ") + f", in {file} or a NAUTILUS_* variable"


def resolve_urls(config: Config) -> Config:
    """The same settings with the URLs of database and buses filled in: as configured, else of this home's servers.

    Raises UnavailableError when one is missing because the platform has not been started.
    """
    file = config.run_path / URLS_FILE
    embedded: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    urls: dict[str, str] = {}
    for name in ("database_url", "bus_market_url", "bus_logic_url"):
        urls[name] = getattr(config, name) or embedded.get(name, "")
        if not urls[name]:
            raise UnavailableError(f"{name} is not set and no server runs for {config.home}. Start one: nautilus up")
    return msgspec.structs.replace(config, **urls)


def _set(settings: dict[str, Any], path: list[str], text: str) -> None:
    for name in path[:-1]:
        settings = settings.setdefault(name, {})
    settings[path[-1]] = tuple(text.split(",")) if path[-1] == "allowed_hosts" else text
