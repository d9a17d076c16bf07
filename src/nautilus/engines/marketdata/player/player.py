"""The player: start, pause, resume, stop, speed, restart of a replay run, and the loop that plays it.

What it must not lose is in the run's row: session, state, speed. Where it was it asks its consumers, whose watermarks
come again each half second; so it goes on after `kill -9`, of itself as of a bus, behind the slowest of them.
One run goes on at a time: the watermarks, the frames and the account of a run belong to the whole house.
"""

import asyncio
import time
from dataclasses import dataclass

from prometheus_client import Counter
from psycopg.errors import UniqueViolation

from nautilus.engines.marketdata.messages import (
    PACED_BY,
    RECORDS,
    RUNS,
    SETTLED_BY,
    RecordFrame,
    RunChanged,
    RunStarted,
    RunState,
    Watermark,
)
from nautilus.engines.marketdata.model import Pacing, Tempo
from nautilus.engines.marketdata.player.reel import Cut, Reel
from nautilus.engines.marketdata.store import RunRow, active_run, find_run, insert_run, update_run
from nautilus.history import Session, session, session_actions, session_instruments
from nautilus.history.corrections import session_corrections
from nautilus.kernel.engine import Context
from nautilus.kernel.errors import ConflictError, NotFoundError, UnavailableError

WINDOW_FRAMES = 64
_WINDOW_FULL_FRAMES = 8  # or, of frames of full size, as many: they wait in memory, on both sides
_SHORTEST_WAIT_S = 0.02  # frames of a slow replay hold what fell due in this time
_LONGEST_WAIT_S = 0.5
_ENDED = (RunState.FINISHED, RunState.STOPPED)


@dataclass
class _Play:
    """The run that goes on."""

    row: RunRow
    session: Session
    reel: Reel
    pacing: Pacing
    tempo: Tempo
    ts_event: int
    """Time of the last record that is out."""
    begun: bool = False
    """Whether the consumers' positions are known, in this process."""


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    sequence: int
    ts_event: int
    watermarks: dict[str, int]
    stalled_by: tuple[str, ...]


class Player:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._play: _Play | None = None
        self._turn = asyncio.Lock()
        self._wake = asyncio.Event()
        self._records = Counter(
            "nautilus_replay_records", "Records that replays published, repeated ones too", registry=context.metrics
        )

    async def load(self) -> None:
        """Find the run that goes on, if there is one."""
        row = await active_run(self._context.database)
        if row is None:
            self._play = None
        elif self._play is None or self._play.row != row:
            self._play = await self._cue(row, await session(self._context.database, row.session))

    @property
    def run(self) -> RunRow | None:
        """The run that goes on."""
        return self._play.row if self._play else None

    @property
    def progress(self) -> Progress | None:
        play = self._play
        if play is None:
            return None
        watermarks = dict(play.pacing.watermarks)
        stalled_by = play.pacing.stalled_by(time.monotonic())
        return Progress(play.pacing.published, play.ts_event, watermarks, stalled_by)

    def position_of_others(self, consumer: str) -> int | None:
        """Where the slowest required consumer but `consumer` is; None until each has said so."""
        play = self._play
        if play is None or set(play.pacing.awaited) - {consumer}:
            return None
        return min(play.pacing.watermarks[other] for other in PACED_BY if other != consumer)

    async def start(self, name: str, speed: float, *, replace: bool = False) -> RunRow:
        """A new run of session `name`. Raises ConflictError while another one goes on, unless it may be replaced."""
        chosen = await session(self._context.database, name)
        async with self._turn:
            if self._play is not None:
                if not replace:
                    going = self._play.row
                    raise ConflictError(
                        f"run {going.run} of {going.session} is {going.state}; wait until it has finished, "
                        f"stop it with `nautilus replay stop`, or start with --replace (replace: true)"
                    )
                await self._change(self._play, state=RunState.STOPPED)
            row = await self._insert(chosen, speed)
            self._play = await self._cue(row, chosen)
        self._wake.set()
        return row

    async def pause(self, run: int) -> RunRow:
        return await self._control(run, (RunState.STARTING, RunState.RUNNING), RunState.PAUSED)

    async def resume(self, run: int) -> RunRow:
        return await self._control(run, (RunState.PAUSED,), RunState.RUNNING)

    async def stop(self, run: int) -> RunRow:
        return await self._control(run, tuple(set(RunState) - set(_ENDED)), RunState.STOPPED)

    async def change_speed(self, run: int, speed: float) -> RunRow:
        return await self._control(run, (RunState.STARTING, RunState.RUNNING, RunState.PAUSED), None, speed)

    async def restart(self, run: int) -> RunRow:
        """Play the session of `run` again from its beginning: a new run with a fresh account; `run` is stopped."""
        row = await self.find(run)
        if self._play is not None and self._play.row.run != run:
            raise ConflictError(f"run {self._play.row.run} goes on; stop it first, then restart run {run}")
        return await self.start(row.session, row.speed, replace=True)

    def report(self, watermark: Watermark) -> None:
        """Take a consumer's watermark. Those of other runs are old news."""
        if self._play is None or watermark.run != self._play.row.run:
            return
        self._play.pacing.report(watermark.consumer, watermark.sequence, final=watermark.final, now=time.monotonic())
        self._wake.set()

    async def drive(self) -> None:
        """Play until cancelled. A server that is away is waited for."""
        while True:
            try:
                wait_s = await self._step()
            except UnavailableError as error:
                self._context.log.warning("the player waits for a server: %s", error)
                wait_s = _LONGEST_WAIT_S
            try:
                async with asyncio.timeout(wait_s):
                    await self._wake.wait()
            except TimeoutError:
                continue
            self._wake.clear()

    async def _step(self) -> float:
        """Publish what is due and admitted; seconds until there may be more to do."""
        play = self._play
        if play is None or play.pacing.awaited:
            return _LONGEST_WAIT_S
        now = time.monotonic()
        if not play.begun:
            await self._begin(play)
        if play.row.state is RunState.PAUSED:
            return _LONGEST_WAIT_S  # what was lost meanwhile is published again when it goes on
        if play.pacing.lost(now):
            self._context.log.warning(
                "run %d: nothing moves behind %d (%s); publishing again from there",
                play.row.run,
                play.pacing.slowest,
                ", ".join(play.pacing.watermarks),
            )
            await self._rewind(play)
        wait_s = await self._publish_due(play)
        if play is self._play and play.pacing.complete:
            await self._wind_up(play)
        return wait_s

    async def _publish_due(self, play: _Play) -> float:
        while self._goes_on(play):
            now = time.monotonic()
            if not play.pacing.admits:
                play.tempo = Tempo(play.row.speed, play.ts_event, now)  # session time waits for its consumers
                return _LONGEST_WAIT_S
            cut = await play.reel.cut(play.pacing.published, play.tempo.session_ns(now))
            if cut is None:
                next_ts = await play.reel.next_ts(play.pacing.published)
                wait_s = _LONGEST_WAIT_S if next_ts is None else play.tempo.seconds_until(next_ts, now)
                return min(max(wait_s, _SHORTEST_WAIT_S), _LONGEST_WAIT_S)
            if not self._goes_on(play):
                break  # meanwhile its state was changed, or is: how far it was played is stored with it
            await self._publish(play, cut)
        return _SHORTEST_WAIT_S if self._turn.locked() else 0.0

    def _goes_on(self, play: _Play) -> bool:
        return play is self._play and play.row.state is not RunState.PAUSED and not self._turn.locked()

    async def _publish(self, play: _Play, cut: Cut) -> None:
        frame = RecordFrame(
            ts_event=cut.ts_event,
            ts_init=self._context.clock.now_ns(),
            run=play.row.run,
            first_sequence=cut.first,
            last_sequence=cut.last,
            trades=cut.trades,
            bars=cut.bars,
            actions=cut.actions,
            corrections=cut.corrections,
        )
        play.pacing.sent(cut.last, time.monotonic())
        play.ts_event = cut.ts_event
        await self._context.publisher.publish(RECORDS, str(play.row.run), frame)
        self._records.inc(cut.last - cut.first + 1)

    async def _begin(self, play: _Play) -> None:
        """All consumers are there: go on behind the slowest, which for a fresh run is at 0."""
        play.begun = True
        await self._rewind(play)
        if play.row.state is RunState.STARTING:
            async with self._turn:
                if play is self._play:
                    await self._change(play, state=RunState.RUNNING)

    async def _rewind(self, play: _Play) -> None:
        now = time.monotonic()
        sequence = play.pacing.resume(now)
        next_ts = await play.reel.next_ts(sequence)
        play.ts_event = play.session.last_ts if next_ts is None else next_ts
        play.tempo = Tempo(play.row.speed, play.ts_event, now)

    async def _wind_up(self, play: _Play) -> None:
        """Everything is out: wait until it has been processed, and what follows from it."""
        async with self._turn:
            if play is not self._play:
                return
            if play.row.state is RunState.RUNNING:
                await self._change(play, state=RunState.DRAINING)
            if play.row.state is RunState.DRAINING and play.pacing.settled:
                await self._change(play, state=RunState.FINISHED)

    async def _control(
        self, run: int, allowed: tuple[RunState, ...], state: RunState | None, speed: float | None = None
    ) -> RunRow:
        async with self._turn:
            play = self._play
            if play is None or play.row.run != run:
                row = await self.find(run)
                raise ConflictError(f"run {run} is {row.state}; start another with `nautilus replay start`")
            if play.row.state not in allowed:
                raise ConflictError(
                    f"run {run} is {play.row.state}; this needs it to be {' or '.join(sorted(allowed))}"
                )
            row = await self._change(play, state=state or play.row.state, speed=speed)
        self._wake.set()
        return row

    async def _change(self, play: _Play, *, state: RunState, speed: float | None = None) -> RunRow:
        """Commit a new state or speed with its event. The turn is ours."""
        wanted = play.row.speed if speed is None else speed
        async with self._context.journal.transaction() as tx:
            row = await update_run(tx.connection, play.row.run, state, wanted, play.pacing.published)
            now_ns = self._context.clock.now_ns()
            tx.emit(
                RUNS,
                str(row.run),
                RunChanged(ts_event=play.ts_event, ts_init=now_ns, run=row.run, state=state, speed=wanted),
            )
        play.row = row
        play.tempo = Tempo(wanted, play.ts_event, time.monotonic())
        if state in _ENDED:
            self._play = None
        return row

    async def _insert(self, chosen: Session, speed: float) -> RunRow:
        spec = chosen.spec
        instruments = await session_instruments(self._context.database, spec)
        try:
            async with self._context.journal.transaction() as tx:
                row = await insert_run(tx.connection, spec.name, speed)
                started = RunStarted(
                    ts_event=chosen.first_ts,
                    ts_init=self._context.clock.now_ns(),
                    run=row.run,
                    session=spec.name,
                    instruments=tuple(instruments),
                    account=row.account,
                    account_type=spec.account_type,
                    starting_cash=str(spec.starting_cash),
                    currency=spec.currency,
                    first_ts=chosen.first_ts,
                    last_ts=chosen.last_ts,
                    record_count=chosen.record_count,
                    mark_seconds=spec.mark_seconds,
                    speed=speed,
                )
                tx.emit(RUNS, str(row.run), started)
        except UniqueViolation as error:
            raise ConflictError("another run goes on; `nautilus replay status` shows it") from error
        return row

    async def find(self, run: int) -> RunRow:
        """The row of any run. Raises NotFoundError."""
        row = await find_run(self._context.database, run)
        if row is None:
            raise NotFoundError(f"there is no run {run}; GET /replays lists them")
        return row

    async def _cue(self, row: RunRow, chosen: Session) -> _Play:
        actions = await session_actions(self._context.database, chosen)
        corrections = await session_corrections(self._context.database, chosen)
        return _Play(
            row=row,
            session=chosen,
            reel=Reel(self._context.database, chosen, actions=actions, corrections=corrections),
            pacing=Pacing(
                chosen.record_count,
                PACED_BY,
                SETTLED_BY,
                window_frames=WINDOW_FRAMES,
                window_records=_WINDOW_FULL_FRAMES * chosen.spec.frame_records,
            ),
            tempo=Tempo(row.speed, chosen.first_ts, time.monotonic()),
            ts_event=chosen.first_ts,
        )
