"""Keeps the node that the store asks for: one for the run that goes on, none otherwise; and sees kills through.

What is wanted is read from the store again each time, so that a lost notice costs a moment, not a node.
"""

import asyncio
import time
from dataclasses import dataclass

from nautilus.engines.execution import store
from nautilus.engines.execution.node.control import RESTART, KillNow, Launch, RearmNow, SwitchNow
from nautilus.engines.execution.node.terms import journal_path, terms_of
from nautilus.engines.execution.service.process import NodeProcess
from nautilus.engines.execution.service.tail import Tail
from nautilus.engines.execution.store import KillRow, Run, SwitchRow
from nautilus.kernel.engine import Context
from nautilus.kernel.errors import UnavailableError
from nautilus.kernel.journal.file import FileJournal
from nautilus.kernel.pulse import Pulse
from nautilus.trading.halting import Halting, halt
from nautilus.trading.team import StrategySpec

CONFIRM_S = 1.0
"""How long a node has to confirm a kill before it is killed itself."""
_BEAT_S = 0.1
_TAIL_S = 0.02
_LONGEST_BACKOFF_S = 2.0


@dataclass(frozen=True)
class Wanted:
    """The run that is to have a node, and what its node has to know."""

    run: Run
    kills: list[KillRow]
    switches: list[SwitchRow]

    @property
    def said(self) -> tuple[KillNow | RearmNow, ...]:
        """Kills and rearms in their order."""
        found: list[KillNow | RearmNow] = []
        for row in self.kills:
            found.append(KillNow(row.kill_id, row.reason, row.actor))
            if row.rearm_reason is not None:
                found.append(RearmNow(row.kill_id, row.rearm_reason, row.rearm_actor or ""))
        return tuple(found)


class Keeper:
    """`node` is the process that trades now, None while there is none."""

    def __init__(self, context: Context) -> None:
        self.node: NodeProcess | None = None
        self._context = context
        self._pulse = Pulse(_BEAT_S)
        self._tails: dict[int, Tail] = {}
        self._overdue: dict[str, float] = {}
        self._failures = 0
        self._not_before = 0.0
        self._carrying = asyncio.Lock()

    def wake(self) -> None:
        """Something has changed in the store, or will when the present transaction commits."""
        self._pulse.wake()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._pulse.drive(self._keep, self._context.log))
            tasks.create_task(Pulse(_TAIL_S).drive(self.carry, self._context.log))

    async def close(self) -> None:
        if self.node is not None:
            await self.node.stop()
        for tail in self._tails.values():
            tail.close()

    def trading(self, account: str) -> NodeProcess:
        """The node of an account, at work. Raises UnavailableError when it is not."""
        if self.node is None or self.node.account != account or not self.node.ready.is_set():
            raise UnavailableError(f"the node of {account} is starting or restarting; try again in a moment")
        return self.node

    # -- journals -----------------------------------------------------------------------------------

    async def carry(self) -> None:
        """Carry every journal that has grown. Journals of ended runs are looked at once."""
        async with self._carrying:
            if not self._tails:
                async with self._context.database.connection() as connection:
                    for run in await store.uncarried_runs(connection):
                        self._watch(run)
            for number in sorted(self._tails):
                while await self._tails[number].carry():
                    pass

    def _watch(self, run: Run) -> Tail:
        if run.number not in self._tails:
            path = journal_path(self._context.config, run.started.account)
            self._tails[run.number] = Tail(self._context.journal, run, path)
        return self._tails[run.number]

    # -- nodes --------------------------------------------------------------------------------------

    async def _keep(self) -> None:
        wanted = await self._wanted()
        await self._reap()
        if self.node is not None and (wanted is None or wanted.run.number != self.node.run):
            await self.node.stop()
            self.node = None
        if wanted is None:
            return
        self._watch(wanted.run)
        await self._see_kills_through(wanted)
        if self.node is None:
            await self._start(wanted)
        else:
            self._pass_on(wanted, self.node)

    async def _wanted(self) -> Wanted | None:
        async with self._context.database.connection() as connection:
            run = await store.read_run(connection)
            if run is None or run.deployment is None:
                return None
            kills = await store.kills(connection, run.started.account)
            if run.over:
                await self._halt_ended(run, kills)
                return None
            return Wanted(run, kills, await store.switches(connection, run.number))

    async def _reap(self) -> None:
        """Take note of a node that has ended by itself."""
        if self.node is None or self.node.returncode is None:
            return
        await self.node.release()
        code, self.node = self.node.returncode, None
        if code == RESTART:
            return
        self._failures += 1
        wait_s = min(0.1 * 2 ** (self._failures - 1), _LONGEST_BACKOFF_S)
        self._not_before = time.monotonic() + wait_s
        self._context.log.error("the node ended with status %d; it is started again in %.1f s", code, wait_s)

    async def _start(self, wanted: Wanted) -> None:
        if time.monotonic() < self._not_before:
            return
        deployment = wanted.run.deployment
        assert deployment is not None
        launch = Launch(
            config=self._context.config,
            started=wanted.run.started,
            strategies=tuple(StrategySpec(*strategy) for strategy in deployment.strategies),
            switches=tuple(_switch(row) for row in wanted.switches),
            kills=wanted.said,
        )
        self.node = await NodeProcess.start(launch)
        self.node.told.update(_name(said) for said in launch.kills)

    def _pass_on(self, wanted: Wanted, node: NodeProcess) -> None:
        """Tell the node what came since; it reads kills from the bus as well, whichever is first."""
        if node.ready.is_set():
            self._failures = 0
        for said in wanted.said:
            if _name(said) not in node.told:
                node.told.add(_name(said))
                node.tell(said)
        for row in wanted.switches:
            if row.request > node.last_request:
                node.last_request = row.request
                node.tell(_switch(row))

    # -- kills --------------------------------------------------------------------------------------

    async def _see_kills_through(self, wanted: Wanted) -> None:
        """A kill that the node does not confirm in time ends the node; the account is halted from its journal."""
        now = time.monotonic()
        open_kills = [row for row in wanted.kills if not row.confirmed]
        self._overdue = {row.kill_id: self._overdue.get(row.kill_id, now + CONFIRM_S) for row in open_kills}
        late = [row for row in open_kills if self.node is None or now > self._overdue[row.kill_id]]
        if not late:
            return
        if self.node is not None:
            self._context.log.error("the node has not confirmed %s in time, and is killed", late[0].kill_id)
            await self.node.kill()
            self.node = None
        self._halt(wanted.run, late[0], wanted.switches)
        await self.carry()

    async def _halt_ended(self, run: Run, kills: list[KillRow]) -> None:
        """A kill of an account whose run is over: there is no node, its open orders are cancelled all the same."""
        for row in kills:
            if not row.confirmed and self.node is None:
                self._halt(run, row, [])

    def _halt(self, run: Run, row: KillRow, switches: list[SwitchRow]) -> None:
        deployment = run.deployment
        strategies = tuple(strategy[0] for strategy in deployment.strategies) if deployment else ()
        last_request = max((switch.request for switch in switches), default=0)
        journal = FileJournal(journal_path(self._context.config, run.started.account))
        try:
            halt(
                *(terms_of(run.started), journal, self._context.clock),
                Halting(row.kill_id, row.reason, row.actor, strategies, last_request),
            )
        finally:
            journal.close()


def _switch(row: SwitchRow) -> SwitchNow:
    return SwitchNow(row.request, row.strategy_id, row.running, row.reason)


def _name(said: KillNow | RearmNow) -> str:
    return f"{type(said).__name__} {said.kill_id}"
