"""A node in a process of its own, for tests: the library allows one a process, and a test wants to kill it.

python running.py HOME RECORDS SEED [DIE_AFTER]: play a made-up run, die by SIGKILL after so many journal records.
With an `s` behind the seed a dividend and a split come halfway; `renamed` in its place is that run.
"""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import uvloop

sys.path.insert(0, str(Path(__file__).parents[2]))

from nautilus_trader import model

from nautilus.kernel.journal.file import FileJournal
from nautilus.trading.dealer import Dealer
from nautilus.trading.desk import Desk
from nautilus.trading.merge import Merger
from nautilus.trading.node.account import AccountNode
from nautilus.trading.recorder import Recorder
from nautilus.trading.team import Outbox, StrategySpec, Team
from support.actions import SCRIPTED, halfway, renamed
from support.trading import BUSY, LIMITS, Scenario, WallClock, walk


class Mortal(FileJournal):
    """Dies after an append: what was written is on the disk, and nobody was told."""

    die_after = 0

    def append_batch(self, payloads):
        numbers = super().append_batch(payloads)
        if self.die_after and numbers[-1] >= self.die_after:
            os.kill(os.getpid(), signal.SIGKILL)
        return numbers


async def play(home: Path, scenario: Scenario, spec: StrategySpec, die_after: int) -> dict[str, object]:
    journal = Mortal(home / "paper-7.log")
    journal.die_after = die_after
    terms = scenario.terms
    dealer = Dealer(terms, Recorder(journal), WallClock())
    dealer.limits = LIMITS
    team = Team(Outbox(7, dealer), (spec,), scenario.instruments)
    desk, merger = Desk(dealer, team), Merger(scenario.instruments, terms.opened.costs, team.wanted)

    async def pause() -> None:
        await asyncio.sleep(0)

    node = AccountNode(dealer, pause)
    await node.start()
    for frame in scenario.frames([100]):
        merger.add(frame)
        while (stretch := merger.take()) is not None:
            await node.drive(desk.advance(stretch))
    await asyncio.sleep(0.1)  # the library's portfolio takes in the last account state
    found = compare(node, dealer)
    await node.stop()
    return found


def compare(node: AccountNode, dealer: Dealer) -> dict[str, object]:
    """The account as we and as the library have it."""
    broker = dealer.broker
    account = node.portfolio.account(account_id=model.AccountId("paper-7"))
    names = [each.instrument_id for each in broker.opened.instruments]
    theirs = {name: str(node.portfolio.net_position(model.InstrumentId.from_str(name))) for name in names}
    return {
        "journal": [r.payload.decode() for r in FileJournal.read(dealer.recorder._journal)],
        "ours": {
            "positions": {name: str(broker.account.quantity(name)) for name in names},
            "orders": {name: state.status for name, state in broker.orders.items()},
            "cash": f"{broker.cash:.2f}",
        },
        "theirs": {
            "positions": theirs,
            "orders": {str(order.client_order_id): order.status.name for order in node.cache.orders()},
            "cash": str(account.balance_total(model.Currency.from_str("USD")).as_decimal()),
        },
    }


if __name__ == "__main__":
    home, records, which = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    if which == "renamed":
        scenario, spec = renamed(), SCRIPTED
    else:
        scenario, spec = walk(int(which.removesuffix("s")), records), BUSY
        scenario = halfway(scenario) if which.endswith("s") else scenario
    mortal = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    found = uvloop.run(play(home, scenario, spec, mortal))
    (home / "found.json").write_text(json.dumps(found))  # the library writes to the standard output too
