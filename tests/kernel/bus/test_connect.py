from pathlib import Path

import pytest

from kernel.bus.harness import Server
from nautilus.kernel.bus import BusClient, connect
from nautilus.kernel.config import Config
from nautilus.kernel.messages import Bus


@pytest.mark.parametrize(("setting", "made"), [("hot", "HotClient"), ("redis", "RedisPyClient")])
async def test_the_setting_chooses_the_client(volatile_server: Server, tmp_path: Path, setting, made) -> None:
    config = Config(home=str(tmp_path), bus_client=setting, bus_logic_url=volatile_server.url)
    client: BusClient = connect(config, Bus.LOGIC, "risk")
    assert type(client).__name__ == made
    await client.ping()
    assert b"name=risk " in await client.execute("CLIENT", "LIST")
    await client.close()
