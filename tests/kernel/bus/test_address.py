import pytest

from nautilus.kernel.bus import Address, parse_address
from nautilus.kernel.errors import ConfigurationError


def test_all_parts_of_a_url() -> None:
    address = parse_address("rediss://reader:p%40ss@bus.example:7000/2?ssl_ca_certs=/etc/ca.pem")
    assert address == Address(
        host="bus.example",
        port=7000,
        tls=True,
        username="reader",
        password="p@ss",
        database=2,
        ca_file="/etc/ca.pem",
        shown="rediss://reader:***@bus.example:7000/2?ssl_ca_certs=/etc/ca.pem",
    )
    assert "p@ss" not in repr(address)


def test_the_rest_has_defaults() -> None:
    address = parse_address("redis://localhost")
    assert (address.port, address.username, address.password, address.database) == (6379, "default", None, 0)
    assert address.ssl_context() is None
    assert parse_address("redis://[::1]:6380").host == "::1"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://localhost", "redis://"),
        ("redis://", "redis://"),
        ("redis://localhost:port", "redis://"),
        ("redis://localhost/first", "database"),
        ("redis://:secret@localhost?timeout=3", "timeout"),
    ],
)
def test_a_wrong_url_says_what_to_write(url: str, says: str) -> None:
    with pytest.raises(ConfigurationError, match=says) as raised:
        parse_address(url)
    assert "secret" not in str(raised.value)
