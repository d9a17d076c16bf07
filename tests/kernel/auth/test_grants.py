"""Login codes, sessions and tickets: they expire, are used once by one, and are kept as hashes only."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nautilus.kernel.auth import Grants, create_login_code, login_codes
from nautilus.kernel.auth.grants import MOST_OUTSTANDING
from nautilus.kernel.clock import SessionClock
from nautilus.kernel.config import Config
from nautilus.kernel.errors import UnavailableError

SECOND = 1_000_000_000


@pytest.fixture
def clock() -> SessionClock:
    return SessionClock(1_000 * SECOND)


@pytest.fixture
def grants(tmp_path: Path, clock: SessionClock) -> Grants:
    return Grants(tmp_path / "tickets", 30, clock)


def test_a_grant_is_found_until_it_expires(grants: Grants, clock: SessionClock) -> None:
    secret, issued = grants.issue("token")
    assert issued.expires_at == 1_030 * SECOND
    clock.advance(1_029 * SECOND)
    assert grants.find(secret) == issued
    clock.advance(1_030 * SECOND)
    assert grants.find(secret) is None
    assert grants.redeem(secret) is None


def test_of_many_who_redeem_one_gets_it(grants: Grants) -> None:
    secret, issued = grants.issue("session:abc")
    with ThreadPoolExecutor(16) as threads:
        won = [grant for grant in threads.map(lambda _: grants.redeem(secret), range(64)) if grant]
    assert won == [issued]


def test_secrets_are_not_on_disk(grants: Grants, tmp_path: Path) -> None:
    secret, issued = grants.issue("token")
    (file,) = (tmp_path / "tickets").iterdir()
    assert secret not in file.name + file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert issued.grant_id in file.name


def test_expired_and_broken_files_are_removed(grants: Grants, clock: SessionClock, tmp_path: Path) -> None:
    folder = tmp_path / "tickets"
    for _ in range(5):
        grants.issue("token")
    (folder / "torn").write_text('{"grant_id": "x", "expi')
    clock.advance(2_000_000_000 * SECOND)
    grants.issue("token")
    assert len(list(folder.iterdir())) == 1


def test_a_grant_that_is_being_written_is_left_alone(grants: Grants, tmp_path: Path) -> None:
    grants.issue("token")
    (tmp_path / "tickets" / "torn").write_text("")
    grants.issue("token")
    assert (tmp_path / "tickets" / "torn").exists()


def test_outstanding_grants_are_bounded(grants: Grants, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_OUTSTANDING >= 100
    monkeypatch.setattr("nautilus.kernel.auth.grants.MOST_OUTSTANDING", 3)
    for _ in range(3):
        grants.issue("token")
    with pytest.raises(UnavailableError, match="outstanding"):
        grants.issue("token")


def test_a_log_out_by_id_ends_only_that_session(grants: Grants) -> None:
    (first, one), (second, _) = grants.issue("browser"), grants.issue("browser")
    grants.revoke_id("*")
    grants.revoke_id(one.grant_id)
    assert grants.find(first) is None
    assert grants.find(second) is not None


@pytest.mark.parametrize("guess", ["", "../token", "x" * 43, "\x00", "ä"])
def test_guesses_find_nothing(grants: Grants, guess: str) -> None:
    grants.issue("token")
    assert grants.find(guess) is None
    assert grants.redeem(guess) is None


def test_a_login_code_made_by_another_process_is_good_at_the_gateway(tmp_path: Path) -> None:
    config = Config(home=str(tmp_path))
    assert login_codes(config).redeem(create_login_code(config)) is not None
