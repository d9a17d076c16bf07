"""Where a bus is: `redis://user:password@host:port/database`, or `rediss://` for TLS."""

import ssl
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from nautilus.kernel.config import redact_url
from nautilus.kernel.errors import ConfigurationError

_SCHEMES = {"redis": False, "rediss": True}
_EXAMPLE = "write it as redis://[user:password@]host[:port][/database], or rediss:// for TLS"


@dataclass(frozen=True)
class Address:
    """A parsed bus URL. `shown` is what may stand in logs and errors: without the password."""

    host: str
    port: int
    tls: bool = False
    username: str = "default"
    password: str | None = field(default=None, repr=False)
    database: int = 0
    ca_file: str | None = None
    shown: str = ""

    def ssl_context(self) -> ssl.SSLContext | None:
        """A context that verifies name and certificate, against `ssl_ca_certs` of the URL if given."""
        return ssl.create_default_context(cafile=self.ca_file) if self.tls else None


def parse_address(url: str) -> Address:
    """Raises ConfigurationError naming what is wrong with the URL."""
    shown = redact_url(url)
    try:
        parts = urlsplit(url)
        port = parts.port or 6379
        database = int(parts.path.strip("/") or 0)
    except ValueError as error:
        raise ConfigurationError(f"bus URL {shown}: {error}; {_EXAMPLE}") from error
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise ConfigurationError(f"bus URL {shown} is not understood; {_EXAMPLE}")
    options = parse_qs(parts.query)
    unknown = set(options) - {"ssl_ca_certs"}
    if unknown:
        raise ConfigurationError(f"bus URL {shown}: unknown option {sorted(unknown)[0]}; there is ssl_ca_certs=FILE")
    return Address(
        host=parts.hostname,
        port=port,
        tls=_SCHEMES[parts.scheme],
        username=unquote(parts.username or "") or "default",
        password=None if parts.password is None else unquote(parts.password),
        database=database,
        ca_file=options["ssl_ca_certs"][0] if "ssl_ca_certs" in options else None,
        shown=shown,
    )
