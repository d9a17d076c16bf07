"""The embedded servers: they need a password, survive kill -9, and die with the process that started them."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import psutil
import psycopg
import pytest
import redis

from nautilus.kernel.config import DATABASE_PORT, Config, resolve_urls
from nautilus.kernel.errors import UnavailableError
from nautilus.stack import postgres
from nautilus.stack.launch import NOBODY
from nautilus.stack.server import StackError, start
from nautilus.stack.servers import embedded_servers, running, wait_until_ready, write_urls
from support.platform import free_offset

pytestmark = pytest.mark.stack


def test_fixture_database_is_empty_and_a_recent_postgres(database_url):
    with psycopg.connect(database_url) as connection:
        tables = connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
        version = connection.info.server_version
    assert tables == (0,)
    assert version >= 150_000


def test_fixture_buses_are_two_servers(market_bus_url, logic_bus_url):
    with redis.Redis.from_url(market_bus_url) as market, redis.Redis.from_url(logic_bus_url) as logic:
        market.set("where", "market")
        assert logic.get("where") is None
        assert market.config_get("appendonly")["appendonly"] == "no"
        assert logic.config_get("appendfsync")["appendfsync"] == "everysec"
        assert logic.config_get("appendonly")["appendonly"] == "yes"


def test_servers_refuse_clients_without_password(servers):
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(_without_password(servers.database_url, "nautilus:wrong@"))
    unknown = redis.Redis.from_url(_without_password(servers.logic_bus_url, ""))
    with unknown, pytest.raises(redis.AuthenticationError):
        unknown.ping()


def _without_password(url, credentials):
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{credentials}{rest.rpartition('@')[2]}"


@pytest.fixture
def config(tmp_path):
    return Config(home=str(tmp_path / "home"), port_offset=free_offset())


def test_a_home_starts_keeps_its_data_and_tells_where_it_is(config):
    with pytest.raises(UnavailableError, match="nautilus up"):
        resolve_urls(config)
    servers = embedded_servers(config, fsync=False)
    with running(servers):
        write_urls(config, servers)
        urls = resolve_urls(config)
        with psycopg.connect(urls.database_url) as connection:
            connection.execute("create table kept (id int)")
        with redis.Redis.from_url(urls.bus_logic_url) as logic:
            logic.set("kept", "yes")
        assert (config.run_path / "servers.json").stat().st_mode & 0o077 == 0
        assert all(file.stat().st_mode & 0o077 == 0 for file in (config.home_path / "secrets").iterdir())
    again = embedded_servers(config, fsync=False)
    with running(again):
        write_urls(config, again)
        urls = resolve_urls(config)
        with psycopg.connect(urls.database_url) as connection:
            assert connection.execute("select count(*) from kept").fetchone() == (0,)
        with redis.Redis.from_url(urls.bus_logic_url) as logic:
            assert logic.get("kept") == b"yes"


def test_servers_listen_on_loopback_only(servers):
    port = int(servers.logic_bus_url.rpartition(":")[2].rstrip("/"))
    database_port = int(servers.database_url.rpartition("/")[0].rpartition(":")[2])
    for pid in psutil.pids():
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            for connection in psutil.Process(pid).net_connections(kind="tcp"):
                if connection.status == psutil.CONN_LISTEN and connection.laddr.port in (port, database_port):
                    assert connection.laddr.ip == "127.0.0.1"


def test_a_taken_database_port_is_no_error(config):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", DATABASE_PORT + config.port_offset))
        other.listen()
        [database, *_] = embedded_servers(config)
    assert database.port != DATABASE_PORT + config.port_offset


def test_configured_servers_are_not_started(config):
    theirs = msgspec.structs.replace(config, database_url="postgresql://db/x", bus_market_url="redis://bus")
    assert [server.name for server in embedded_servers(theirs)] == ["bus-logic"]


def test_a_data_folder_of_another_version_is_refused_with_what_to_do(config):
    [database, *_] = embedded_servers(config)
    database.data.mkdir(parents=True)
    (database.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(StackError, match=r"written by PostgreSQL 15, this is 18\. Move the folder away"):
        database.prepare()


def test_an_interrupted_initdb_leaves_nothing_that_is_taken_for_a_cluster(config):
    [database, *_] = embedded_servers(config, fsync=False)
    draft = database.data.with_name(".postgres.draft")
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    with running([database]):
        assert database.answers()
    assert not draft.exists()


def test_a_server_that_cannot_start_says_why(config):
    [_, market, _] = embedded_servers(config)
    with socket.socket() as other:
        other.bind(("127.0.0.1", market.port))
        other.listen()
        taken = pytest.raises(StackError, match=r"bus-market ended at once: .*[Aa]ddress already in use")
        with taken, running([market]):
            pass


def test_a_killed_server_comes_back_with_its_data(config):
    servers = [server for server in embedded_servers(config) if server.name != "bus-market"]
    database, logic = servers
    with running(servers) as processes:
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("create table kept as select 7 as id")
        for server in servers:
            processes[server.name].kill()
            processes[server.name].wait()
        for server in servers:
            processes[server.name] = restart(server)
        with psycopg.connect(database.url) as connection:
            assert connection.execute("select id from kept").fetchone() == (7,)
        assert logic.answers()


def restart(server):
    """As the supervisor does: again until it works, since the children of a killed one need a moment to end."""
    for _ in range(50):
        process = start(server.command(), server.log)
        try:
            wait_until_ready(server, process)
        except StackError:
            time.sleep(0.1)
        else:
            return process
    raise AssertionError(f"{server.name} does not come back")


def test_servers_die_with_their_starter(config):
    code = (
        "import sys, time\n"
        "from nautilus.kernel.config import Config\n"
        "from nautilus.stack.servers import embedded_servers, running\n"
        f"config = Config(home={config.home!r}, port_offset={config.port_offset})\n"
        "with running(embedded_servers(config)) as processes:\n"
        "    print(*(p.pid for p in processes.values()), flush=True)\n"
        "    time.sleep(100)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as starter:
        servers = [psutil.Process(int(pid)) for pid in starter.stdout.readline().split()]
        everyone = [*servers, *(child for server in servers for child in server.children(recursive=True))]
        assert len(everyone) > 3
        starter.kill()
    _, alive = psutil.wait_procs(everyone, timeout=20)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become someone else")
def test_without_namespaces_root_becomes_nobody(monkeypatch):
    launched = postgres.launched

    def blocked(command, death_signal, identity="same"):
        return ["/bin/false"] if identity == "namespace" else launched(command, death_signal, identity)

    monkeypatch.setattr(postgres, "launched", blocked)
    with tempfile.TemporaryDirectory(prefix="nautilus-test-") as folder:
        Path(folder).chmod(0o711)
        config = Config(home=folder, port_offset=free_offset())
        [database, *_] = embedded_servers(config, fsync=False)
        with running([database]) as processes:
            assert psutil.Process(processes["database"].pid).uids().effective == NOBODY
            with psycopg.connect(database.url) as connection:
                assert connection.execute("select 1").fetchone() == (1,)
        closed = Path(folder) / "closed" / "data"
        closed.mkdir(parents=True)
        closed.parent.chmod(0o700)
        with pytest.raises(StackError, match=r"nobody cannot enter .*closed"):
            postgres.choose_identity(closed)
