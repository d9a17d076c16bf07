"""Halting an account whose node had to be killed: from its journal alone, before anything of it runs again."""

from collections.abc import Iterable

from nautilus.kernel.clock import Clock
from nautilus.trading.dealer import Dealer, Terms
from nautilus.trading.events import Switched
from nautilus.trading.recorder import Journal, Recorder


def halt(
    terms: Terms, journal: Journal, clock: Clock, *, kill_id: str, reason: str, actor: str, strategies: Iterable[str]
) -> None:
    """Journal the kill, cancel what is open, switch the strategies off. Doing it again changes nothing."""
    dealer = Dealer(terms, Recorder(journal), clock)
    dealer.fast_forward()
    if kill_id not in dealer.broker.kills:
        dealer.kill(kill_id, reason, actor, node_restarted=True)
    for strategy_id in strategies:
        if dealer.broker.is_running(strategy_id):
            dealer.switch(Switched(strategy_id, running=False, reason=f"kill switch: {reason}"))
