"""An exchange on the loopback interface in the format of the wire feed; run as a program: marketdata that reads it."""

import asyncio
import json
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from websockets.asyncio.server import serve

from support.marketdata import playing


class Exchange:
    """Keeps every line that it has said, and says those again that a client lacks, unless it `forgets`."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[dict] = []
        self.forgets = False
        self._lines: list[dict] = []
        self._clients: set = set()

    def trade(self, instrument, number, ts, price, size=100.0):
        return {"type": "trade", "instrument": instrument, "number": number, "ts": ts, "price": price, "size": size}

    async def say(self, *lines, keep=True):
        self._lines += lines if keep else ()
        text = "\n".join(map(json.dumps, lines))
        for client in list(self._clients):
            await client.send(text)

    async def drop(self):
        """Lose every client."""
        for client in list(self._clients):
            client.transport.abort()
            self._clients.discard(client)

    async def _talk(self, socket):
        asked = json.loads(await socket.recv())
        self.asked.append(asked)
        after = asked["after"]
        missed = [
            line for line in self._lines if line["instrument"] in after and line["number"] > after[line["instrument"]]
        ]
        if missed and not self.forgets:
            await socket.send("\n".join(map(json.dumps, missed)))
        self._clients.add(socket)
        await socket.wait_closed()
        self._clients.discard(socket)

    @property
    def is_heard(self):
        return bool(self._clients)


@asynccontextmanager
async def exchange():
    made = Exchange()
    async with serve(made._talk, "127.0.0.1", 0) as server:
        made.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"
        yield made


async def _read(database_url, home, url):
    async with playing(database_url, Path(home), wire_url=url):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_read(*sys.argv[1:]))
