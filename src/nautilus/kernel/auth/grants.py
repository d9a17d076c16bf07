"""Secrets that are handed out for a while: one small file each, named by the secret's SHA-256.

Files and not rows, because logging in must work exactly when the database does not; because removing a file succeeds
once, which makes a code single-use without a lock, also between processes; and because they survive a restart.
"""

import hashlib
import os
import secrets
from pathlib import Path

import msgspec

from nautilus.kernel.clock import Clock, LiveClock
from nautilus.kernel.errors import UnavailableError

_NS = 1_000_000_000
_ID_LENGTH = 12
MOST_OUTSTANDING = 1_000


class Grant(msgspec.Struct, frozen=True):
    """What a secret stands for. `grant_id` is safe to log: the secret cannot be found from it."""

    grant_id: str
    expires_at: int
    """Nanoseconds UTC."""
    actor: str


class Grants:
    """The grants of one kind, in one folder."""

    def __init__(self, folder: Path, lifetime_seconds: int, clock: Clock | None = None) -> None:
        self._folder = folder
        self._lifetime_ns = lifetime_seconds * _NS
        self._clock = clock or LiveClock()

    def issue(self, actor: str) -> tuple[str, Grant]:
        """A new secret, and what is kept of it. Raises UnavailableError when too many are outstanding."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._remove_expired()
        secret = secrets.token_urlsafe(32)
        name = _digest(secret)
        grant = Grant(name[:_ID_LENGTH], self._clock.now_ns() + self._lifetime_ns, actor)
        descriptor = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(grant))
        return secret, grant

    def find(self, secret: str) -> Grant | None:
        """The grant of `secret`; None when there is none or it has expired."""
        return self._read(self._folder / _digest(secret))

    def find_id(self, grant_id: str) -> Grant | None:
        """As `find`, for those who know the `grant_id` alone."""
        return next(filter(None, map(self._read, self._files_of(grant_id))), None)

    def redeem(self, secret: str) -> Grant | None:
        """The grant of `secret`, which is thereby used up: of several callers exactly one gets it."""
        grant = self.find(secret)
        return grant if grant is not None and self.revoke(secret) else None

    def revoke(self, secret: str) -> bool:
        """Forget the secret; False when somebody else did."""
        try:
            (self._folder / _digest(secret)).unlink()
        except FileNotFoundError:
            return False
        return True

    def revoke_id(self, grant_id: str) -> None:
        """Forget the secret of this `grant_id`, for those who do not know it: a log-out."""
        for file in self._files_of(grant_id):
            file.unlink(missing_ok=True)

    def _read(self, file: Path) -> Grant | None:
        try:
            grant = msgspec.json.decode(file.read_bytes(), type=Grant)
        except (FileNotFoundError, msgspec.DecodeError):
            return None
        return grant if grant.expires_at > self._clock.now_ns() else None

    def _files_of(self, grant_id: str) -> list[Path]:
        return [*self._folder.glob(f"{grant_id}*")] if len(grant_id) == _ID_LENGTH else []

    def _remove_expired(self) -> None:
        now = self._clock.now_ns()
        kept = 0
        for file in self._folder.iterdir():
            try:
                expires_at = self._expiry(file)
            except FileNotFoundError:
                continue
            if expires_at > now:
                kept += 1
            else:
                file.unlink(missing_ok=True)
        if kept >= MOST_OUTSTANDING:
            raise UnavailableError(f"{kept} of these are outstanding already; wait until some expire")

    def _expiry(self, file: Path) -> int:
        try:
            return msgspec.json.decode(file.read_bytes(), type=Grant).expires_at
        except msgspec.DecodeError:  # being written, or cut off by a crash
            return file.stat().st_mtime_ns + self._lifetime_ns


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
