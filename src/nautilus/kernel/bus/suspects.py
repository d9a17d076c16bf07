"""Messages that were in hand each time when a process died: handled alone, and after a few deaths not at all.

A handler that raises is caught, one that ends its process (a crash in native code, out of memory) is not: the message
stays pending and would meet the next process too. The server counts how often it delivered each pending entry. From
`_SUSPICIOUS` on, the entries a restarted consumer finds are handled message by message, each counted before it is
tried and forgotten when it was taken, so that the count of the culprit is the only one that grows.
"""

from nautilus.kernel.bus.commands import BusClient

_SUSPICIOUS = 2
_LOOKED_AT = 1_000


class Suspects:
    """How often each message was tried alone, kept on the bus for the next process of the group."""

    def __init__(self, client: BusClient, group: str, consumer: str) -> None:
        self._client = client
        self._group = group
        self._consumer = consumer

    async def are_pending(self, stream: bytes) -> bool:
        """Whether the consumer was given something more than once already, and has never acknowledged it."""
        rows = await self._client.execute("XPENDING", stream, self._group, "-", "+", _LOOKED_AT, self._consumer)
        return any(deliveries >= _SUSPICIOUS for _, _, _, deliveries in rows)

    async def count(self, stream: bytes, message_id: str) -> int:
        """Note that the message is about to be tried; how often that is now."""
        return int(await self._client.execute("HINCRBY", self._key(stream), message_id, 1))

    async def clear(self, stream: bytes, message_id: str) -> None:
        await self._client.execute("HDEL", self._key(stream), message_id)

    def _key(self, stream: bytes) -> str:
        return f"{stream.decode()}.suspects.{self._group}"
