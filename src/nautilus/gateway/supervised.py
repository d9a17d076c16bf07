"""What the supervisor of this home knows of the engines: its picture in `run/state.json`, read, never written."""

import msgspec

from nautilus.kernel.config import Config

_STATE = "state.json"


class Supervised(msgspec.Struct, frozen=True):
    """One service of the picture; the other fields are the supervisor's own business."""

    name: str
    pid: int | None = None
    started: float = 0.0
    """Wall time in seconds at which its process began."""
    state: str = "waiting"
    restarts: int = 0
    """Since the platform was started."""
    detail: str = ""


class _Picture(msgspec.Struct, frozen=True):
    services: tuple[Supervised, ...]


def is_here(config: Config, engine: str) -> bool:
    """Whether an engine runs on this machine under this home's supervisor, and not where a setting says."""
    entry = config.engines.get(engine)
    return entry is None or not entry.url


def supervised(config: Config) -> dict[str, Supervised]:
    """The engines of this machine by name; empty where no supervisor has ever run."""
    try:
        picture = msgspec.json.decode((config.run_path / _STATE).read_bytes(), type=_Picture)
    except (FileNotFoundError, msgspec.DecodeError):
        return {}
    return {service.name: service for service in picture.services if is_here(config, service.name)}
