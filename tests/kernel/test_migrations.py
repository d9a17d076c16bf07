"""Migrations against the embedded PostgreSQL."""

import threading
from pathlib import Path

import psycopg
import pytest

from nautilus.kernel.errors import ConfigurationError, UnavailableError
from nautilus.kernel.migrations import migrate, migration_folders

REVISION = """
from alembic import op
revision = "{revision}"
down_revision = {down}
branch_labels = {labels}
depends_on = None


def upgrade() -> None:
    op.execute("{sql}")
"""


def write_revision(folder: Path, revision: str, sql: str, down: str | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    labels = None if down else (revision.partition("_")[0],)
    number = revision.partition("_")[2]
    (folder / f"{number}_tables.py").write_text(
        REVISION.format(revision=revision, down=repr(down), labels=labels, sql=sql)
    )
    return folder


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    return [
        write_revision(tmp_path / "a 100%" / "migrations", "alpha_0001", "CREATE TABLE alpha (x int)"),
        write_revision(tmp_path / "b" / "migrations", "beta_0001", "CREATE TABLE beta (x int)"),
    ]


@pytest.fixture
def url(database_url: str) -> str:
    with psycopg.connect(database_url, autocommit=True) as connection:
        for schema in ("public", "kernel", "journal"):
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        connection.execute("CREATE SCHEMA public")
    return database_url


def tables(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {row[0] for row in rows}


def test_every_branch_is_applied_once(url: str, folders: list[Path]) -> None:
    assert sorted(migrate(url, folders)) == ["alpha_0001", "beta_0001"]
    assert tables(url) == {"alpha", "beta"}
    assert migrate(url, folders) == []


def test_a_branch_grows(url: str, folders: list[Path]) -> None:
    migrate(url, folders)
    write_revision(folders[0], "alpha_0002", "ALTER TABLE alpha ADD y int", down="alpha_0001")
    assert migrate(url, folders) == ["alpha_0002"]


def test_a_failing_revision_leaves_nothing_behind(url: str, folders: list[Path]) -> None:
    write_revision(folders[1], "beta_0002", "SELECT 1 / 0", down="beta_0001")
    with pytest.raises(Exception, match="division by zero"):
        migrate(url, folders)
    assert tables(url) == set()


def test_a_database_of_a_later_version_is_refused(url: str, folders: list[Path]) -> None:
    migrate(url, folders)
    with pytest.raises(ConfigurationError, match="alpha_0001"):
        migrate(url, folders[1:])


def test_two_at_once_apply_each_revision_once(url: str, folders: list[Path]) -> None:
    applied: list[str] = []
    threads = [threading.Thread(target=lambda: applied.extend(migrate(url, folders))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(applied) == ["alpha_0001", "beta_0001"]


def test_the_house_has_the_journal_and_every_folder_migrates(url: str) -> None:
    assert "journal_0001" in migrate(url)
    assert migrate(url) == []
    assert any(folder.parts[-3:] == ("kernel", "journal", "migrations") for folder in migration_folders())


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(UnavailableError, match=r"127\.0\.0\.1:1/x") as caught:
        migrate("postgresql://user:sesame@127.0.0.1:1/x")
    assert "sesame" not in str(caught.value)
