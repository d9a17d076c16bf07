"""The thirteen engines as the page gets them: each says what it is, also when one of them does not answer."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.conftest import House, unused_port
from gateway.sights import AS_OF, counted, seen, sight, took
from nautilus.gateway.engines import engine_view, engine_views
from nautilus.gateway.metrics import Reading
from nautilus.gateway.monitoring import MONITORING
from nautilus.gateway.observer import Observer, State
from nautilus.gateway.supervised import Supervised, supervised
from nautilus.kernel.app.endpoints import mount
from nautilus.kernel.app.guard import Access
from nautilus.kernel.app.probes import PROBES, Probes
from nautilus.kernel.app.server import build_app
from nautilus.kernel.auth import ensure_token
from nautilus.kernel.bus import BusMetrics
from nautilus.kernel.config import ENGINE_PORTS, Config, EngineConfig, load_config
from nautilus.kernel.engine import Check
from nautilus.kernel.settings import Origin, settings
from nautilus.kernel.telemetry import HttpMetrics
from nautilus.stack.state import PlatformState, ServiceState, write_state
from support.http import served

HERE = Config(home="/nowhere", port_offset=137)


def test_no_route_hides_an_engine() -> None:
    for route in MONITORING:
        assert route.path.removeprefix("/api/").partition("/")[0] not in ENGINE_PORTS


# -- views --------------------------------------------------------------------------------------------


def test_numbers_are_differences_over_the_window() -> None:
    before = Reading(received=counted(marketdata_runs=5), handled=took(0.0005), http=took(0.05))
    after = Reading(
        received=counted(marketdata_runs=9, execution_events=6),
        published=counted(risk_changes=3),
        lag=counted(marketdata_runs=2, execution_events=1),
        in_hand=4,
        data_age_s=0.75,
        parked=2,
        handled=took(0.0005, 0.005, 0.006, 0.05),
        http=took(0.05),
    )
    known = Supervised("risk", pid=99, started=1.0, restarts=3)
    view = engine_view(HERE, sight(seen("risk", before, after), supervised=(known,)), "risk")
    assert (view.received_per_second, view.published_per_second) == (10.0, 3.0)
    # three messages in the window: two from 1 to 10 ms, one from 10 to 100 ms
    assert view.latency_p50_ms == pytest.approx(1 + 9 * 1.5 / 2)
    assert view.latency_p99_ms == pytest.approx(10 + 90 * 0.97)
    assert (view.http_p50_ms, view.http_p99_ms) == (None, None)
    assert (view.lag, view.lag_seconds, view.dead_letters) == (7, 0.75, 2)
    assert (view.pid, view.restarts, view.uptime_seconds, view.version) == (4_321, 3, 60.5, "1.2.3")
    assert (view.port, view.state, view.detail, view.as_of) == (8_337, "ready", "", AS_OF)
    assert "portfolio.valuations" in view.consumes
    assert "risk.kill" in view.produces


def test_what_nobody_can_say_is_null() -> None:
    down = engine_view(HERE, sight(seen("ml", state=State.DOWN, detail="does not answer")), "ml")
    assert (down.state, down.detail) == ("down", "does not answer")
    numbers = (down.latency_p50_ms, down.received_per_second, down.lag, down.lag_seconds, down.dead_letters)
    assert set(numbers) == {None}
    assert (down.pid, down.restarts, down.uptime_seconds, down.version) == (None, None, None, None)
    first = engine_view(HERE, sight(seen("ml", Reading(received=counted(marketdata_frames=1)))), "ml")
    assert (first.received_per_second, first.latency_p99_ms) == (None, None)


def test_of_a_process_that_ended_the_supervisor_says_why() -> None:
    known = Supervised("ml", pid=None, state="restarting", restarts=1, detail="ended by signal SIGKILL: last words")
    view = engine_view(HERE, sight(seen("ml", state=State.DOWN), supervised=(known,)), "ml")
    assert view.detail == "restarting; ended by signal SIGKILL: last words"
    assert (view.pid, view.restarts) == (None, 1)


def test_who_reads_without_a_group_has_no_lag_and_who_got_nothing_has_none_to_catch_up() -> None:
    reading = Reading(received=counted(marketdata_frames=7))
    views = {view.name: view for view in engine_views(HERE, sight(seen("websocket", reading)))}
    assert list(views) == list(ENGINE_PORTS)
    assert views["websocket"].lag is None
    assert views["backtesting"].lag == 0


def test_the_picture_of_the_supervisor_is_read_as_it_writes_it(tmp_path: Path) -> None:
    config = Config(home=str(tmp_path), engines={"ml": EngineConfig("http://far:8400")})
    assert supervised(config) == {}
    config.run_path.mkdir()
    services = (
        ServiceState("risk", 8200, ready=True, pid=7, started=1.5, state="ready", restarts=2),
        ServiceState("ml", 8400, ready=False, detail="x"),
    )
    write_state(config, PlatformState(1, services))
    assert supervised(config) == {"risk": Supervised("risk", 7, 1.5, "ready", 2)}
    (config.run_path / "state.json").write_text("{")
    assert supervised(config) == {}


# -- looking ------------------------------------------------------------------------------------------


class Engine:
    """One real engine's door, with the metrics of the chassis, and checks that may be slow."""

    def __init__(self) -> None:
        self.checks = [Check("database", ok=True)]
        self.slow_s = 0.0
        self.rounds = 0
        self.hears = asyncio.Event()
        """While not set, whoever asks waits."""
        self.hears.set()
        self.registry = CollectorRegistry()
        self.bus = BusMetrics.register(self.registry)

    async def readiness(self) -> list[Check]:
        self.rounds += 1
        await asyncio.sleep(self.slow_s)
        return self.checks


class Ears:
    """In front of everything that an engine answers."""

    def __init__(self, app: ASGIApp, hears: asyncio.Event) -> None:
        self._app = app
        self._hears = hears

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._hears.wait()
        await self._app(scope, receive, send)


class Far:
    """Risk is a real door, ml accepts and never answers, the others are not there."""

    def __init__(self, observer: Observer, risk: Engine, config: Config) -> None:
        self.observer = observer
        self.risk = risk
        self.config = config


@pytest.fixture
async def far(tmp_path: Path) -> AsyncIterator[Far]:
    home = Config(home=str(tmp_path))
    token = ensure_token(home)
    risk = Engine()
    probes = Probes(name="risk", summary="", registry=risk.registry, readiness=risk.readiness, details=dict, routes=())
    door = Access(token=token, allowed_hosts=home.allowed_hosts)
    app = build_app([*mount(PROBES, lambda: probes)], door, HttpMetrics(risk.registry), logging.getLogger("far"))

    app.add_middleware(Ears, hears=risk.hears)

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(1_000):
            pass
        writer.close()

    silent = await asyncio.start_server(hang, "127.0.0.1", 0)
    ports = dict.fromkeys(ENGINE_PORTS, unused_port()) | {"ml": silent.sockets[0].getsockname()[1]}
    async with served(app) as port:
        ports["risk"] = port
        urls = {name: EngineConfig(f"http://127.0.0.1:{number}") for name, number in ports.items()}
        config = Config(home=str(tmp_path), engines=urls)
        observer = Observer(config, token)
        yield Far(observer, risk, config)
        observer.close()
    silent.close()


async def test_an_engine_that_hangs_holds_nobody_up_for_long(far: Far) -> None:
    started = time.perf_counter()
    found = await far.observer.look()
    assert time.perf_counter() - started < 1.5
    assert (found.engines["ml"].state, found.engines["ml"].detail) == ("down", "gives no answer within 0.8 s")
    assert (found.engines["vpin"].state, found.engines["vpin"].detail) == ("down", "does not answer")
    assert found.engines["risk"].state == "ready"
    assert found.run is None


async def test_however_many_look_the_engines_are_asked_once_a_second(far: Far) -> None:
    everyone = await asyncio.gather(*(far.observer.look() for _ in range(50)))
    assert all(found is everyone[0] for found in everyone)
    assert far.risk.rounds == 1
    await asyncio.sleep(1.05)
    assert await far.observer.look() is not everyone[0]
    assert far.risk.rounds == 2


async def test_each_state_is_told_apart(far: Far) -> None:
    async def risk() -> tuple[str, str]:
        await asyncio.sleep(1.05)
        found = (await far.observer.look()).engines["risk"]
        return found.state, found.detail

    far.risk.checks = [Check("database", ok=False, detail="gone"), Check("lease", ok=False, detail="lost")]
    assert await risk() == ("not ready", "database: gone; lease: lost")
    far.risk.checks = [Check("start", ok=False, detail="standing by: another process owns partition 0")]
    assert await risk() == ("standing by", "standing by: another process owns partition 0")
    far.risk.slow_s = 1.2
    assert await risk() == ("not ready", "answers, but its checks take longer than 0.8 s")


async def test_an_engine_that_was_well_may_be_silent_for_a_moment(far: Far) -> None:
    assert (await far.observer.look()).engines["risk"].state == "ready"
    far.risk.hears.clear()
    states = []
    for _ in range(4):
        await asyncio.sleep(1.05)
        found = (await far.observer.look()).engines["risk"]
        states.append((found.state, found.detail, found.fresh))
    silent = "gives no answer within 0.8 s"
    assert states[0] == ("ready", silent, False)
    assert states[-1] == ("down", silent, False)
    far.risk.hears.set()
    await asyncio.sleep(1.05)
    assert (await far.observer.look()).engines["risk"].state == "ready"


async def test_since_when_a_state_lasts_is_remembered(far: Far) -> None:
    first = (await far.observer.look()).engines
    await asyncio.sleep(1.05)
    far.risk.checks = [Check("database", ok=False, detail="gone")]
    second = (await far.observer.look()).engines
    assert second["ml"].since_ns == first["ml"].since_ns
    assert second["risk"].since_ns > first["risk"].since_ns


async def test_rates_come_from_looks_in_the_background_too(far: Far) -> None:
    watch = asyncio.create_task(far.observer.watch())
    await asyncio.sleep(1.0)
    far.risk.bus.received.labels("execution.events").inc(40)
    await asyncio.sleep(2.0)
    found = await far.observer.look()
    rate = engine_view(far.config, found, "risk").received_per_second
    watch.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watch
    assert rate == pytest.approx(40 / found.engines["risk"].history.window(10.0).seconds)


# -- routes -------------------------------------------------------------------------------------------


async def test_the_list_has_a_row_for_each_engine_whatever_its_state(house: House) -> None:
    async with house.program() as client:
        rows = (await client.get("/api/engines")).json()["items"]
        one = await client.get("/api/engines/risk")
        unknown = await client.get("/api/engines/nobody")
    assert [row["name"] for row in rows] == list(ENGINE_PORTS)
    states = {row["name"]: row["state"] for row in rows}
    assert {name for name, state in states.items() if state == "ready"} == {"risk", "websocket"}
    assert set(states.values()) == {"ready", "down"}
    assert one.json()["name"] == "risk"
    assert unknown.status_code == 404


async def test_flow_and_alerts_answer_without_a_run_and_with_engines_down(house: House) -> None:
    async with house.program() as client:
        flow = (await client.get("/api/flow")).json()
        alerts = (await client.get("/api/alerts")).json()["items"]
    assert (flow["run"], flow["state"]) == (None, None)
    assert not any(edge["stalled"] for edge in flow["edges"])
    assert {alert["source"] for alert in alerts} == set(ENGINE_PORTS) - {"risk", "websocket"}


async def test_log_and_configuration_of_another_machine_are_there(house: House) -> None:
    async with house.program() as client:
        for what in ("log", "configuration"):
            answer = await client.get(f"/api/engines/risk/{what}")
            assert answer.status_code == 404
            assert house.config.engine_url("risk") in answer.json()["detail"]


async def test_these_routes_want_a_known_caller(house: House) -> None:
    async with house.client() as client:
        for path in ("/api/engines", "/api/engines/risk/log", "/api/engines/risk/configuration", "/api/flow"):
            assert (await client.get(path)).status_code == 401


# -- settings -----------------------------------------------------------------------------------------


def test_settings_say_what_set_them_and_hide_passwords(tmp_path: Path) -> None:
    (tmp_path / "nautilus.toml").write_text(
        'log_level = "DEBUG"\nport_offset = 5\n[engines.risk]\nurl = "http://user:hunter2@far:8200"\n'
    )
    environment = {
        "NAUTILUS_HOME": str(tmp_path),
        "NAUTILUS_PORT_OFFSET": "137",
        "NAUTILUS_DATABASE_URL": "postgresql://me:hunter2@db:5432/x",
    }
    found = {each.name: each for each in settings(load_config(environment), "risk", environment)}
    assert (found["port_offset"].value, found["port_offset"].origin) == ("137", Origin.ENVIRONMENT)
    assert (found["log_level"].value, found["log_level"].origin) == ("DEBUG", Origin.FILE)
    assert (found["bus_client"].value, found["bus_client"].origin) == ("hot", Origin.DEFAULT)
    assert found["home"].origin is Origin.ENVIRONMENT
    assert found["database_url"].value == "postgresql://me:***@db:5432/x"
    assert (found["engines.risk.url"].value, found["engines.risk.url"].origin) == (
        "http://user:***@far:8200",
        Origin.FILE,
    )
    assert "hunter2" not in str(found)
    assert set(found) == {*Config.__struct_fields__, "engines.risk.url"} - {"engines"}
    assert all(each.description for each in found.values())
    other = {each.name: each for each in settings(load_config(environment), "ml", environment)}
    assert other["engines.ml.url"].origin is Origin.DEFAULT
