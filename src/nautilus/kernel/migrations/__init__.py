"""Migrations: every schema of the house, brought up to date once by `nautilus up`.

A folder `migrations` of an engine (`engines/<name>/migrations/0001_tables.py`) or of a part of the kernel is a branch
of one Alembic history: its first revision is `<name>_0001` with `branch_labels = ("<name>",)`, and its SQL goes through
`op.execute`. Folders are found on disk, so the kernel imports no engine.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from nautilus.kernel.database import describe
from nautilus.kernel.errors import ConfigurationError, UnavailableError

if TYPE_CHECKING:
    from alembic.config import Config

OLDEST_SERVER = 150_000
_LOCK = 0x6E61_7574_696C_7573  # "nautilus", one number for all processes that migrate a database
_CONNECT_SECONDS = 5
_PACKAGE = Path(__file__).resolve().parents[2]


def migrate(url: str, folders: Sequence[Path] | None = None) -> list[str]:
    """Bring the database at `url` up to date; the revisions that were applied, [] when there was nothing to do.

    All of it is one transaction under an advisory lock: a second caller waits, then finds nothing to do, and a kill in
    the middle leaves nothing behind. Raises UnavailableError when the server does not answer, ConfigurationError when
    it is too old, refuses the user, or was migrated by a later version of this package.
    """
    with _connected(url) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        guard.execute("CREATE SCHEMA IF NOT EXISTS kernel")
        return _upgrade(url, migration_folders() if folders is None else folders)


def migration_folders() -> list[Path]:
    """Every `migrations` folder of the package, the kernel's first."""
    return [
        folder
        for pattern in ("kernel/*/migrations", "engines/*/migrations")
        for folder in sorted(_PACKAGE.glob(pattern))
        if any(folder.glob("[0-9]*.py"))
    ]


def _connected(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=_CONNECT_SECONDS)
    except psycopg.OperationalError as error:
        raise UnavailableError(
            f"The database {describe(url)} does not answer ({str(error).strip().splitlines()[-1]}); "
            "start it or mend database_url."
        ) from error
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        connection.close()
        raise ConfigurationError(
            f"The database {describe(url)} is PostgreSQL {version // 10_000}; 15 or later is needed. "
            "Upgrade it, or leave database_url empty to use the embedded one."
        )
    return connection


def _upgrade(url: str, folders: Sequence[Path]) -> list[str]:
    from alembic import command
    from alembic.util import CommandError
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ProgrammingError
    from sqlalchemy.pool import NullPool

    applied: list[str] = []
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            config = _config(folders)
            config.attributes["connection"] = connection
            config.attributes["applied"] = applied
            command.upgrade(config, "heads")
    except CommandError as error:
        raise ConfigurationError(
            f"The database {describe(url)} does not fit this version of Nautilus ({error}). Install the version that "
            "made it, or use another database."
        ) from error
    except ProgrammingError as error:
        if isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
            raise ConfigurationError(
                f"The user of database_url may not create tables in {describe(url)} ({error.orig}); grant it CREATE."
            ) from error
        raise
    return applied


def _config(folders: Sequence[Path]) -> "Config":
    """Alembic's configuration, in code: no file in the root, the same from a checkout and from a wheel."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _escaped(str(Path(__file__).parent)))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", _escaped(os.pathsep.join(map(str, folders))))
    return config


def _escaped(text: str) -> str:
    return text.replace("%", "%%")  # the configuration interpolates
