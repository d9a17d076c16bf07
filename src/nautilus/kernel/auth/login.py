"""How a browser gets in: a one-time code in a link, which the gateway turns into a cookie session."""

import msgspec

from nautilus.kernel.auth.grants import Grants
from nautilus.kernel.clock import Clock
from nautilus.kernel.config import Config
from nautilus.kernel.units import TimestampNs

CODE_SECONDS = 600
SESSION_SECONDS = 7 * 86_400
TICKET_SECONDS = 30


class LoginLink(msgspec.Struct, frozen=True):
    """A link that logs one browser in, once."""

    url: str
    expires_at: TimestampNs[int]
    """Wall time after which it logs nobody in."""


def login_codes(config: Config, clock: Clock | None = None) -> Grants:
    return Grants(config.home_path / "auth" / "codes", CODE_SECONDS, clock)


def sessions(config: Config, clock: Clock | None = None) -> Grants:
    return Grants(config.home_path / "auth" / "sessions", SESSION_SECONDS, clock)


def tickets(config: Config, clock: Clock | None = None) -> Grants:
    return Grants(config.home_path / "auth" / "tickets", TICKET_SECONDS, clock)


def create_login_code(config: Config) -> str:
    """A single-use code for the login link, good for ten minutes. Its hash is kept in the home."""
    return login_codes(config).issue("login")[0]


def login_link(config: Config) -> LoginLink:
    """A fresh link to the gateway that logs one browser in."""
    code, grant = login_codes(config).issue("login")
    host = "[::1]" if config.host == "::1" else "127.0.0.1"
    return LoginLink(f"http://{host}:{config.port('gateway')}/login?code={code}", grant.expires_at)
