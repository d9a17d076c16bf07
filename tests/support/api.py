"""What the engines say over HTTP, past the page: replays are set up here, and what a page shows is held against it."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Self

import httpx

from nautilus.engines.marketdata.messages import PACED_BY, SETTLED_BY
from support.platform import Platform

type Json = dict[str, Any]


class Api:
    """One client of the gateway, with the token of the home; each request on a connection of its own."""

    def __init__(self, nautilus: Platform) -> None:
        self._wait = nautilus.wait
        with nautilus.client() as known:
            self.http = httpx.Client(
                base_url=known.base_url,
                headers=known.headers,
                timeout=60,
                limits=httpx.Limits(max_keepalive_connections=0),
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def until(self, condition: Callable[[], Any], what: str, seconds: float = 60) -> Any:
        """What the condition gives once that is true."""
        return self._wait(condition, what, seconds)

    def get(self, path: str, **query: Any) -> Any:
        """JSON of `/api/<path>`, which must be a success."""
        return self._body(self.http.get(f"/api/{path}", params=query))

    def post(self, path: str, **body: Any) -> Any:
        return self._body(self.http.post(f"/api/{path}", json=body))

    def items(self, path: str, **query: Any) -> list[Json]:
        """The first page of a list, of 1,000 items at most."""
        found: list[Json] = self.get(path, limit=1_000, **query)["items"]
        return found

    def replay(self, run: int) -> Json:
        found: Json = self.get(f"marketdata/replays/{run}")
        return found

    def newest_run(self) -> int:
        return int(self.get("marketdata/replays/current")["run"])

    def fills(self, run: int) -> list[Json]:
        """Newest first."""
        return self.items("execution/fills", run=run, newest=True)

    def orders(self, run: int) -> list[Json]:
        """Newest first."""
        return self.items("execution/orders", run=run, newest=True)

    def standing(self, run: int) -> list[tuple[str, str, str]]:
        """Of each order id, status and quantity: what may be done to it."""
        return [(order["client_order_id"], order["status"], order["quantity"]) for order in self.orders(run)]

    def status(self, order: str) -> str:
        return str(self.get(f"execution/orders/{order}")["order"]["status"])

    def position(self, instrument: str) -> int:
        """Units held, negative when sold short."""
        held = [item for item in self.items("portfolio/positions") if item["instrument_id"] == instrument]
        return sum(int(item["quantity"]) * (1 if item["side"] == "LONG" else -1) for item in held)

    def limits(self) -> Json:
        """Those in force, without their use, which moves."""
        found = self.items("risk/limits")[0]
        return {name: value for name, value in found.items() if name not in ("uses", "ts_event")}

    def rest(self, run: int, instrument: str, price: str, quantity: str = "1") -> str:
        """A limit order to buy that rests; its id."""
        sent = self.post(
            "execution/orders",
            client_key=f"test.{time.time_ns()}",
            instrument_id=instrument,
            side="BUY",
            quantity=quantity,
            price=price,
            run=run,
        )
        order = str(sent["client_order_id"])
        self.until(lambda: (order, "ACCEPTED", quantity) in self.standing(run), "the order to rest")
        return order

    def start(self, session: str = "es-trades", speed: float = 60) -> int:
        """A new run in the place of the one that goes on, if one does; its number, once all engines know it."""
        run = int(self.post("marketdata/replays", session=session, speed=speed, replace=True)["run"])
        self.until(lambda: self._is_known(run), f"the engines to know run {run}")
        return run

    def _is_known(self, run: int) -> bool:
        asked = ("execution/orders", "portfolio/account", "risk/changes", "strategy/deployments")
        return all(self.http.get(f"/api/{path}", params={"run": run}).is_success for path in asked)

    def steer(self, run: int, order: str) -> None:
        """`pause`, `resume`, `stop` or `restart`."""
        self.post(f"marketdata/replays/{run}/{order}")

    def hold(self, run: int) -> None:
        """Pause the run, and wait until all that follows from what it has played is there."""
        if self.replay(run)["state"] != "PAUSED":
            self.steer(run, "pause")
        self._wait(lambda: self._is_settled(self.replay(run)), f"the engines to be where run {run} is", 90)

    def _is_settled(self, now: Mapping[str, Any]) -> bool:
        """At the last record, and with the last mark through portfolio, risk, collateral and analytics."""
        marks = now["watermarks"]
        cell = now["mark_seconds"] * 10**9
        return (
            all(marks.get(name) == now["sequence"] for name in PACED_BY)
            and len({marks.get(name) for name in SETTLED_BY}) == 1
            and self.get("portfolio/account", run=now["run"])["ts_event"] // cell == now["ts_event"] // cell
        )

    def held_with_price(self) -> int:
        """A run that is held soon after its first trades: there is a price, and nothing moves."""
        run = self.start()
        self._wait(lambda: self.replay(run)["sequence"] > 0, "the first trade", 90)
        self.hold(run)
        return run

    def held_with_fills(self) -> int:
        """A run that is held after the first fills of its strategies, which come half a day into the session."""
        run = self.start(speed=0)
        self._wait(lambda: self.fills(run), "the first fill", 150)
        self.hold(run)
        return run

    @staticmethod
    def _body(answer: httpx.Response) -> Any:
        assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}"
        return answer.json()
