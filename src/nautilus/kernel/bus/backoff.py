"""How long to wait before trying again."""

import itertools
from collections.abc import Iterator

_FIRST_S = 0.02
_LONGEST_S = 1.0


def delays(first_s: float = _FIRST_S, longest_s: float = _LONGEST_S) -> Iterator[float]:
    """Endless: doubles from `first_s` to `longest_s`. All peers of a bus are few and local, so no jitter."""
    return (min(first_s * 2.0**turn, longest_s) for turn in itertools.chain(range(32), itertools.repeat(32)))
