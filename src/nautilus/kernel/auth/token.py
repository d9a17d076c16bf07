"""The bearer token of this home: 256 random bits in a file that only its owner can read."""

import hmac
import os
import secrets
from pathlib import Path

from nautilus.kernel.config import Config
from nautilus.kernel.errors import ConfigurationError

_LEAST_LENGTH = 32


def ensure_token(config: Config) -> str:
    """The token, made at the first call. Safe when several processes start at once: the first one's token wins.

    Raises ConfigurationError when others can read the file or it holds no usable token.
    """
    path = config.token_file
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create(path)
    if path.stat().st_mode & 0o077:
        raise ConfigurationError(f"{path} can be read by others; run: chmod 600 {path}")
    token = path.read_text().strip()
    if len(token) < _LEAST_LENGTH:
        raise ConfigurationError(f"{path} holds no token; remove the file and start again to get a new one")
    return token


def _create(path: Path) -> None:
    """Written whole under another name, then linked: nobody ever sees half a token, and a link never overwrites."""
    draft = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its token is the one
    finally:
        draft.unlink()


def matches(given: str, expected: str) -> bool:
    """Whether the two are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode(), expected.encode())
