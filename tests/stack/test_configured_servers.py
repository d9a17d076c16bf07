"""With URLs configured the platform uses those servers and starts none: the system's PostgreSQL and Redis."""

from pathlib import Path

import psycopg
import pytest
import redis

from conftest import require
from nautilus.kernel.config import Config
from nautilus.kernel.messages import Bus
from nautilus.stack import postgres, valkey
from nautilus.stack.postgres import PostgresServer
from nautilus.stack.server import free_port
from nautilus.stack.servers import embedded_servers, running
from nautilus.stack.valkey import ValkeyServer
from support.platform import free_offset, platform

pytestmark = pytest.mark.stack
POSTGRES = Path("/usr/lib/postgresql/15/bin")
REDIS = Path("/usr/bin/redis-server")


@pytest.fixture
def system(tmp_path_factory):
    """A PostgreSQL 15 and two Redis 7 of the system, on free ports, in folders of their own."""
    require(str(POSTGRES / "postgres"), "install postgresql 15")
    require(str(REDIS), "install redis-server")
    folder = tmp_path_factory.mktemp("system")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres, "bin_dir", lambda: POSTGRES)
        patch.setattr(valkey, "program", lambda: REDIS)
        database = PostgresServer(folder / "postgres", free_port(), folder / "database.log", folder / "pw", fsync=False)
        buses = [
            ValkeyServer(bus, folder / f"bus-{bus}", free_port(), folder / f"bus-{bus}.log", folder / "pw")
            for bus in (Bus.MARKET, Bus.LOGIC)
        ]
        with running([database, *buses]):
            yield Config(
                home=str(folder / "home"),
                database_url=database.url,
                bus_market_url=buses[0].url,
                bus_logic_url=buses[1].url,
                port_offset=free_offset(),
            )


def test_the_platform_runs_on_the_servers_of_the_system(system):
    assert embedded_servers(system) == []
    with redis.Redis.from_url(system.bus_logic_url) as logic:
        assert logic.info("server")["redis_version"].startswith("7.")
    urls = {
        f"NAUTILUS_{name.upper()}": getattr(system, name)
        for name in ("database_url", "bus_market_url", "bus_logic_url")
    }
    with platform(**urls) as nautilus:
        status = nautilus.status()
        assert status["ready"] is True
        assert not {"database", "bus-market", "bus-logic"} & {service["name"] for service in status["services"]}
        assert not (nautilus.home / "postgres").exists()
        with psycopg.connect(system.database_url) as connection:
            assert 150_000 <= connection.info.server_version < 160_000
            [schemas] = connection.execute(
                "select count(distinct schemaname) from pg_tables where schemaname in ('journal', 'marketdata', 'risk')"
            ).fetchone()
        assert schemas == 3
        assert nautilus.json("replay", "list")[0]["name"] == "equities-daily"


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path):
    from support.platform import Platform

    url = f"postgresql://me:hidden@127.0.0.1:{free_port()}/nautilus"
    done = Platform(tmp_path, free_offset(), NAUTILUS_DATABASE_URL=url).run("up")
    assert done.returncode == 1
    assert "does not answer" in done.stderr
    assert "mend database_url" in done.stderr
    assert "hidden" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
