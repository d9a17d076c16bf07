"""The embedded servers: they need a password, survive kill -9, and die with the process that started them."""

import psycopg
import pytest
import redis

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
