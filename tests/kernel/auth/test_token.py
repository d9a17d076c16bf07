"""The token of a home: made once, by whoever comes first, readable by its owner only."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nautilus.kernel.auth import ensure_token, matches
from nautilus.kernel.config import Config
from nautilus.kernel.errors import ConfigurationError


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(home=str(tmp_path / "home"))


def test_it_is_made_once_with_256_bits_and_mode_600(config: Config) -> None:
    token = ensure_token(config)
    assert len(token) == 43
    assert ensure_token(config) == token
    assert stat.S_IMODE(config.token_file.stat().st_mode) == 0o600
    assert [file.name for file in config.home_path.iterdir()] == ["token"]


def test_all_who_start_at_once_get_the_same(config: Config) -> None:
    with ThreadPoolExecutor(16) as threads:
        tokens = set(threads.map(lambda _: ensure_token(config), range(64)))
    assert len(tokens) == 1


def test_two_homes_have_two_tokens(config: Config, tmp_path: Path) -> None:
    assert ensure_token(config) != ensure_token(Config(home=str(tmp_path / "other")))


def test_a_token_that_others_can_read_is_refused(config: Config) -> None:
    ensure_token(config)
    config.token_file.chmod(0o644)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        ensure_token(config)


def test_an_empty_file_is_no_token(config: Config) -> None:
    ensure_token(config)
    config.token_file.write_text("\n")
    with pytest.raises(ConfigurationError, match="remove the file"):
        ensure_token(config)


def test_only_the_whole_token_matches() -> None:
    assert matches("a" * 43, "a" * 43)
    assert not matches("a" * 42, "a" * 43)
    assert not matches("ä" * 43, "a" * 43)
