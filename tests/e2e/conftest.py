"""One platform for all end-to-end tests of a worker: starting it is part of what they test."""

from collections.abc import Iterator

import pytest

from support.platform import Platform, platform


@pytest.fixture(scope="session")
def nautilus() -> Iterator[Platform]:
    with platform() as instance:
        yield instance


@pytest.fixture(scope="session")
def equities_run(nautilus: Platform) -> int:
    """The number of a finished run of `equities-daily`."""
    return nautilus.replay("equities-daily")


@pytest.fixture(scope="session")
def futures_run(nautilus: Platform, equities_run: int) -> int:
    """The number of a finished run of `es-trades`, after the equities' one."""
    del equities_run
    return nautilus.replay("es-trades")


@pytest.fixture(scope="session")
def splits_run(nautilus: Platform, futures_run: int) -> int:
    """The number of a finished run of `equities-splits`, after the future's one."""
    del futures_run
    return nautilus.replay("equities-splits")
