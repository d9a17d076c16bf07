"""Halting an account whose node had to be killed: from its journal alone, before anything of it runs again."""

from dataclasses import dataclass

from nautilus.kernel.clock import Clock
from nautilus.trading.dealer import Dealer, Terms
from nautilus.trading.events import Switched
from nautilus.trading.recorder import Journal, Recorder


@dataclass(frozen=True)
class Halting:
    """The kill that was not confirmed, the strategies of the run, the last request to start or stop one of them."""

    kill_id: str
    reason: str
    actor: str
    strategies: tuple[str, ...]
    last_request: int


def halt(terms: Terms, journal: Journal, clock: Clock, halting: Halting) -> None:
    """Journal the kill, cancel what is open, switch the strategies off. Doing it again changes nothing."""
    dealer = Dealer(terms, Recorder(journal), clock)
    dealer.fast_forward()
    if halting.kill_id not in dealer.broker.kills:
        dealer.kill(halting.kill_id, halting.reason, halting.actor, node_restarted=True)
    for strategy_id in halting.strategies:
        if dealer.broker.is_running(strategy_id):
            why = f"kill switch: {halting.reason}"
            dealer.switch(Switched(strategy_id, running=False, reason=why, request=halting.last_request))
