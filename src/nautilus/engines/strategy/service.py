"""The shell of strategy: finds the strategies, deploys them to runs, starts and stops them."""

import hashlib
import inspect
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

import msgspec

from nautilus import strategies
from nautilus.domain.instruments import Instrument
from nautilus.engines.execution.messages import EVENTS, KillConfirmed
from nautilus.engines.marketdata.messages import RUNS, RunChanged, RunStarted, RunState
from nautilus.engines.strategy import store
from nautilus.engines.strategy.messages import DEPLOYMENTS, StrategyState
from nautilus.engines.strategy.model import SESSIONS, Deployed, Package, announce, deploy, follow, follow_kill, switch
from nautilus.engines.strategy.store import Run
from nautilus.kernel.database import Connection
from nautilus.kernel.engine import Context, Service, Subscriptions, Transaction
from nautilus.kernel.errors import InvalidInputError, NotFoundError
from nautilus.kernel.messages import Message
from nautilus.trading import Strategy, load_strategy, parse_parameters


class StrategyService(Service):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._packages: dict[str, Package] = {}

    async def load(self) -> None:
        found = find_packages()
        async with self.context.database.connection() as connection:
            await store.note_versions(connection, found, self._now)
            settings = await store.read_settings(connection)
        self._packages = {p.strategy_id: self._with_setting(p, settings.get(p.strategy_id)) for p in found}

    def status(self) -> Mapping[str, Any]:
        return {"strategies": sorted(self._packages)}

    def packages(self) -> list[Package]:
        """All registered strategies, by identifier."""
        return sorted(self._packages.values(), key=lambda package: package.strategy_id)

    async def set_parameters(self, strategy_id: str, parameters: Mapping[str, Any], actor: str) -> Package:
        """Validate and keep the parameters with which the next run deploys a strategy.

        Raises NotFoundError, or InvalidInputError naming the parameter that its class refuses.
        """
        package = self._packages.get(strategy_id)
        if package is None:
            raise NotFoundError(f"There is no strategy {strategy_id}; GET /strategies lists {sorted(self._packages)}.")
        package = replace(package, parameters=_validated(package.path, parameters))
        async with self.context.database.connection() as connection:
            await store.save_setting(connection, strategy_id, package.parameters, actor, self._now)
        self._packages[strategy_id] = package
        return package

    async def deployments(self, run: int | None) -> list[Deployed]:
        """What a run trades, by default the latest. Raises NotFoundError for a run that is not there."""
        async with self.context.database.connection() as connection:
            found = await self._run(connection, run)
            return await store.read_deployments(connection, found.run)

    async def switch(self, run: int | None, strategy_id: str, target: StrategyState, reason: str) -> Deployed:
        """Start or stop a strategy of a run, by default of the latest."""
        async with self.context.journal.transaction() as tx:
            found = await self._run(tx.connection, run)
            deployed = await store.read_deployments(tx.connection, found.run)
            chosen = next((d for d in deployed if d.strategy_id == strategy_id), None)
            if chosen is None:
                names = ", ".join(d.strategy_id for d in deployed) or "none"
                raise NotFoundError(f"Run {found.run} does not trade {strategy_id}; it trades {names}.")
            changed, message = switch(chosen, target, found.state, reason, self._now)
            await store.save_deployments(tx.connection, [changed])
            tx.emit(DEPLOYMENTS, str(found.run), message)
        return changed

    async def _on_run(self, tx: Transaction, message: Message) -> None:
        if isinstance(message, RunStarted):
            await store.save_run(tx.connection, Run(message.run, message.session, RunState.STARTING))
            fitting = [each.strategy_id for each in self._packages.values() if _takes_any(each, message.instruments)]
            deployed = deploy(message.run, message.session, self._packages.values(), fitting)
            await store.save_deployments(tx.connection, deployed)
            tx.emit(DEPLOYMENTS, str(message.run), announce(message.run, deployed, message.ts_event, self._now))
        elif isinstance(message, RunChanged):
            run = await store.read_run(tx.connection, message.run)
            if run is not None:
                await store.save_run(tx.connection, replace(run, state=message.state))
                deployed = await store.read_deployments(tx.connection, message.run)
                await store.save_deployments(tx.connection, [follow(d, message.state) for d in deployed])

    async def _on_event(self, tx: Transaction, message: Message) -> None:
        if isinstance(message, KillConfirmed):
            deployed = await store.read_deployments(tx.connection, message.run)
            await store.save_deployments(tx.connection, [follow_kill(d, message) for d in deployed])

    async def _run(self, connection: Connection, run: int | None) -> Run:
        found = await store.read_run(connection, run)
        if found is None:
            raise NotFoundError(
                "No run has started yet; start one with `nautilus replay start --session NAME`."
                if run is None
                else f"There is no run {run}; leave `run` out for the latest."
            )
        return found

    def _with_setting(self, package: Package, parameters: dict[str, Any] | None) -> Package:
        """The package with what someone set; a setting that this version no longer accepts is left aside."""
        if parameters is None:
            return package
        try:
            return replace(package, parameters=_validated(package.path, parameters))
        except InvalidInputError as error:
            self.context.log.warning("the parameters set for %s are not used: %s", package.strategy_id, error)
            return package

    @property
    def _now(self) -> int:
        return self.context.clock.now_ns()

    def subscriptions(self) -> Subscriptions:
        return Subscriptions(journaled={RUNS: self._on_run, EVENTS: self._on_event})


def find_packages() -> list[Package]:
    """The strategies in `nautilus.strategies`: one module each, named after it."""
    return [
        _package(module.name, f"{strategies.__name__}.{module.name}")
        for module in pkgutil.iter_modules(strategies.__path__)
        if not module.name.startswith("_")
    ]


def _package(strategy_id: str, module_name: str) -> Package:
    module = import_module(module_name)
    name = next(
        name
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, Strategy) and value.__module__ == module_name
    )
    path = f"{module_name}:{name}"
    kind = load_strategy(path)
    return Package(
        strategy_id=strategy_id,
        path=path,
        version=hashlib.sha256(inspect.getsource(module).encode()).hexdigest()[:12],
        summary=(inspect.getdoc(kind) or "").partition("\n")[0],
        schema=msgspec.json.schema(kind.Parameters),
        parameters=_validated(path, {}),
        sessions=SESSIONS.get(strategy_id, ()),
    )


def _takes_any(package: Package, instruments: Sequence[Instrument]) -> bool:
    """Whether the strategy, with its parameters, would trade any of these."""
    kind = load_strategy(package.path)
    parameters = parse_parameters(kind, msgspec.json.encode(package.parameters).decode())
    return any(kind.selects(each, parameters) for each in instruments)


def _validated(path: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """All parameters, defaults filled in. Raises InvalidInputError."""
    accepted = parse_parameters(load_strategy(path), msgspec.json.encode(parameters).decode())
    values: dict[str, Any] = msgspec.to_builtins(accepted)
    return values
