"""The stream commands that the buses use, over any transport that can send commands and return replies.

Replies are those of RESP3: maps are dicts, everything is bytes. An entry is `[id, [field, value, …]]`; its fields
are None when the entry was trimmed while it was still pending.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from nautilus.kernel.bus.address import Address
from nautilus.kernel.bus.errors import CommandError

type Argument = bytes | str | int
type Command = tuple[Argument, ...]
type Entry = list[Any]
type Fields = Sequence[bytes]
"""Field, value, field, value, …"""

TIMEOUT_S = 10.0
"""After this long without a reply a connection counts as lost; blocking reads add their own time."""


class BusClient(ABC):
    """One connection to one server. Commands are executed in the order of the calls.

    A blocking read holds up everything behind it: whoever blocks takes a client of its own.
    Not connected, a call connects first; it raises BusUnavailableError when that fails for `patience_s`.
    """

    def __init__(self, address: Address, name: str, patience_s: float = 5.0) -> None:
        self.address = address
        self.name = name
        self.patience_s = patience_s
        self.run_id = ""
        """Identity of the server's process, read at each connect: it changes when the server was restarted."""

    @abstractmethod
    async def pipeline(self, commands: Sequence[Command], timeout_s: float = TIMEOUT_S) -> list[Any]:
        """Send all in one write; the replies in order, an error reply as a CommandError among them.

        Raises ConnectionLostError when it is unknown which of them were executed.
        """

    @abstractmethod
    async def close(self) -> None: ...

    async def execute(self, *command: Argument, timeout_s: float = TIMEOUT_S) -> Any:
        (reply,) = await self.pipeline((command,), timeout_s)
        return _checked(reply)

    async def add(self, stream: bytes, entries: Sequence[Fields], max_length: int | None = None) -> list[bytes]:
        """XADD each entry, in one write, about `max_length` of them kept. The ids; raises the first CommandError."""
        bound = () if max_length is None else ("MAXLEN", "~", max_length)
        replies = await self.pipeline([("XADD", stream, *bound, "*", *fields) for fields in entries])
        return [_checked(reply) for reply in replies]

    async def ping(self) -> None:
        await self.execute("PING")

    async def info(self, section: str = "server") -> dict[str, str]:
        return parse_info(await self.execute("INFO", section))

    async def create_group(self, stream: bytes, group: str, start: str = "0") -> bool:
        """Create group and stream. False when the group existed."""
        try:
            await self.execute("XGROUP", "CREATE", stream, group, start, "MKSTREAM")
        except CommandError as error:
            if error.code == "BUSYGROUP":
                return False
            raise
        return True

    async def read(self, cursors: Mapping[bytes, bytes], count: int, block_ms: int) -> dict[bytes, list[Entry]]:
        """XREAD: entries of each stream after its cursor, without a group."""
        command: Command = ("XREAD", "COUNT", count, "BLOCK", block_ms, "STREAMS", *cursors.keys(), *cursors.values())
        return await self.execute(*command, timeout_s=TIMEOUT_S + block_ms / 1e3) or {}

    async def read_group(
        self, group: str, consumer: str, cursors: Mapping[bytes, bytes], count: int, block_ms: int | None = None
    ) -> dict[bytes, list[Entry]]:
        """XREADGROUP: new entries at the cursor `>`, the consumer's own pending ones after any other."""
        command = read_group_command(group, consumer, cursors, count, block_ms)
        return await self.execute(*command, timeout_s=TIMEOUT_S + (block_ms or 0) / 1e3) or {}

    async def acknowledge(self, stream: bytes, group: str, ids: Sequence[bytes]) -> int:
        return int(await self.execute("XACK", stream, group, *ids))

    async def claim(
        self, stream: bytes, group: str, consumer: str, *, idle_ms: int, start: bytes, count: int
    ) -> tuple[bytes, list[Entry]]:
        """XAUTOCLAIM: take over what no consumer of the group has acknowledged for `idle_ms`; next cursor, entries."""
        command = ("XAUTOCLAIM", stream, group, consumer, idle_ms, start, "COUNT", count)
        following, entries, *_ = await self.execute(*command)
        return following, entries

    async def length(self, stream: bytes) -> int:
        return int(await self.execute("XLEN", stream))

    async def stream_info(self, stream: bytes) -> dict[bytes, Any]:
        info: dict[bytes, Any] = await self.execute("XINFO", "STREAM", stream)
        return info

    async def groups(self, stream: bytes) -> list[dict[bytes, Any]]:
        groups: list[dict[bytes, Any]] = await self.execute("XINFO", "GROUPS", stream)
        return groups

    async def pending(self, stream: bytes, group: str) -> tuple[int, bytes | None]:
        """How many entries are delivered and not acknowledged, and the first of them."""
        count, first, *_ = await self.execute("XPENDING", stream, group)
        return int(count), first


def read_group_command(
    group: str, consumer: str, cursors: Mapping[bytes, bytes], count: int, block_ms: int | None = None
) -> Command:
    block = () if block_ms is None else ("BLOCK", block_ms)
    return (
        *("XREADGROUP", "GROUP", group, consumer, "COUNT", count, *block),
        *("STREAMS", *cursors.keys(), *cursors.values()),
    )


def parse_info(text: bytes) -> dict[str, str]:
    lines = (line.partition(":") for line in text.decode().splitlines() if not line.startswith("#"))
    return {name: value for name, separator, value in lines if separator}


def _checked(reply: Any) -> Any:
    if isinstance(reply, CommandError):
        raise reply
    return reply
