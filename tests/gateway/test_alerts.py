"""What is worth a look, and that it goes away with its cause."""

import asyncio
from typing import Any, cast

from gateway.sights import AS_OF, run_at, seen, sight
from nautilus.gateway.alerts import MOST_ALERTS, Alert, Alerts, limit_of
from nautilus.gateway.metrics import Reading
from nautilus.gateway.observer import Observer, Sight, State
from nautilus.gateway.progress import Behind
from nautilus.gateway.supervised import Supervised

SECOND = 1_000_000_000
LIMITS = {"items": [{"account": "paper-7", "halted": True, "kill_id": "k-1"}]}
KILLS = {
    "items": [
        {"kill_id": "k-1", "actor": "session:9", "reason": "too fast", "killed_ns": AS_OF - 3 * SECOND},
        {"kill_id": "k-0", "actor": "token", "reason": "older", "killed_ns": 1},
    ]
}
_FIGURES = [["order_notional", "200.00", "100.00"], ["daily_loss", "0.00", "5.00"]]


def decision(number: int, reason: str, figures: list[list[str]] = _FIGURES) -> dict[str, Any]:
    return {
        "client_order_id": f"R7-momentum-{number}",
        "side": "BUY",
        "quantity": "5",
        "instrument_id": "AAPL.XNAS",
        "reason": reason,
        "figures": figures,
    }


class Platform:
    """Stands for the observer: a sight, and what engines reply; who has no reply does not answer."""

    def __init__(self, view: Sight, **replies: Any) -> None:
        self.view = view
        self.replies = replies
        self.asked: list[str] = []

    async def look(self) -> Sight:
        return self.view

    async def ask(self, engine: str, target: str) -> Any:
        self.asked.append(f"{engine} {target}")
        return self.replies.get(target.partition("?")[0].strip("/").replace("-", "_"))


def alerts_of(platform: Platform) -> Alerts:
    return Alerts(cast("Observer", platform))


async def found(platform: Platform) -> list[Alert]:
    return list(await alerts_of(platform).current())


async def test_a_platform_that_is_well_gives_no_alert() -> None:
    standing_by = seen("risk", state=State.STANDING_BY, detail="standing by: another process owns partition 0")
    assert await found(Platform(sight(standing_by, run=run_at(5)))) == []


async def test_engines_that_do_not_work_are_named_with_the_reason_that_is_known_best() -> None:
    view = sight(
        seen("ml", state=State.DOWN, detail="does not answer"),
        seen("risk", Reading(), state=State.NOT_READY, detail="database: no answer within 2 s"),
        supervised=(Supervised("ml", state="restarting", restarts=1, detail="ended by signal SIGKILL: last words"),),
    )
    first, second = await found(Platform(view))
    assert (first.title, first.severity, first.detail) == (
        "ml is down",
        "critical",
        "ended by signal SIGKILL: last words",
    )
    assert (second.title, second.severity) == ("risk is not ready", "warning")
    assert second.link == "/?engine=risk&tab=state"
    assert first.ts_event == AS_OF - 5 * SECOND


async def test_a_restart_is_told_for_an_hour() -> None:
    def restarted(seconds_ago: float, **more: Any) -> Supervised:
        return Supervised("vpin", pid=9, started=AS_OF / SECOND - seconds_ago, restarts=2, **more)

    (alert,) = await found(Platform(sight(supervised=(restarted(30),))))
    assert (alert.source, alert.title) == ("vpin", "vpin was started again")
    assert abs(alert.ts_event - (AS_OF - 30 * SECOND)) < SECOND / 1_000
    assert "2 times" in alert.detail
    assert await found(Platform(sight(supervised=(restarted(3_601),)))) == []
    assert await found(Platform(sight(supervised=(Supervised("vpin", pid=9, started=AS_OF / SECOND),)))) == []


async def test_a_server_of_the_platform_has_no_drawer_to_link_to() -> None:
    database = Supervised("database", pid=9, started=AS_OF / SECOND - 1, restarts=1)
    (alert,) = await found(Platform(sight(supervised=(database,))))
    assert (alert.source, alert.link) == ("database", "/")


async def test_a_run_that_stands_still_names_who_keeps_it_waiting() -> None:
    view = sight(run=run_at(50, ml=10), behind={"ml": Behind(40, 10, 7.0), "vpin": Behind(3, 47, 0.5)})
    (alert,) = await found(Platform(view))
    assert (alert.title, alert.source) == ("Run 7 waits for ml", "ml")
    assert alert.detail == "ml has not moved for 7 s; 40 records wait for it."
    assert alert.ts_event == AS_OF - 7 * SECOND
    (stuck,) = await found(Platform(sight(seen("risk", Reading(data_age_s=4.0)), run=run_at(5))))
    assert (stuck.title, stuck.detail) == ("Run 7 waits for risk", "risk works on a message that came 4 s ago.")
    assert await found(Platform(sight(seen("risk", Reading(data_age_s=4.0)), run=run_at(5, "PAUSED")))) == []


async def test_dead_letters_are_counted_and_the_last_is_named() -> None:
    letter = {"dead_id": "17-0", "topic": "execution.events", "error": "KeyError: 'x'", "ts_init": AS_OF - SECOND}
    platform = Platform(sight(seen("risk", Reading(parked=2))), dead_letters={"items": [letter]})
    (alert,) = await found(platform)
    assert alert.id == "dead-letters:risk:17-0"
    assert alert.title == "risk could not handle 2 messages"
    assert "execution.events: KeyError: 'x'." in alert.detail
    assert [asked for asked in platform.asked if "dead" in asked] == ["risk /dead-letters?limit=1"]


async def test_the_kill_switch_is_told_with_who_and_why_also_while_risk_is_away() -> None:
    platform = Platform(sight(), limits=LIMITS, kills=KILLS)
    alerts = alerts_of(platform)
    (alert,) = await alerts.current()
    assert (alert.id, alert.severity, alert.link) == ("kill:k-1", "critical", "/risk")
    assert alert.detail == "session:9: too fast. New orders are refused until it is re-armed."
    assert alert.ts_event == AS_OF - 3 * SECOND
    platform.view, platform.replies = later(sight(), 1), {}
    assert [each.id for each in await alerts.current()] == ["kill:k-1"]
    platform.view = later(sight(), 2)
    platform.replies = {"limits": {"items": [LIMITS["items"][0] | {"halted": False}]}}
    assert await alerts.current() == []


def later(view: Sight, seconds: int) -> Sight:
    return Sight(AS_OF + seconds * SECOND, view.engines, view.supervised, view.run, view.behind)


async def test_refusals_are_one_alert_a_limit_dated_by_the_last() -> None:
    notional = "order_notional 200.00 is above its limit 100.00"
    refused = [decision(3, notional), decision(2, "the kill switch is on: x", []), decision(1, notional)]
    platform = Platform(sight(run=run_at(5)), decisions={"items": refused})
    alerts = alerts_of(platform)
    by_id = {alert.id: alert for alert in await alerts.current()}
    assert set(by_id) == {"refused:7:order notional", "refused:7:kill switch"}
    alert = by_id["refused:7:order notional"]
    assert alert.title == "The gate refused 2 orders: order notional"
    assert alert.detail == f"The last was R7-momentum-3, BUY 5 AAPL.XNAS: {notional}."
    assert alert.ts_event == AS_OF
    platform.view = later(platform.view, 5)
    assert {each.ts_event for each in await alerts.current()} == {AS_OF}
    platform.view = later(platform.view, 9)
    platform.replies["decisions"]["items"] = [decision(4, notional), *refused]
    newest, oldest = await alerts.current()
    assert (newest.title, newest.ts_event) == ("The gate refused 3 orders: order notional", AS_OF + 9 * SECOND)
    assert oldest.ts_event == AS_OF


def test_what_stopped_an_order_is_named() -> None:
    for reason, name in (
        ("daily_loss 9.00 is above its limit 5.00", "daily loss"),
        ("the limits are 6.1 s old, more than 5 s; the risk engine must be up", "limits are old or missing"),
        ("no limits are known; the risk engine must be up", "limits are old or missing"),
        ("there is no price of AAPL.XNAS", "price is old or missing"),
    ):
        assert limit_of(decision(1, reason)) == name


async def test_alerts_are_newest_first_and_bounded() -> None:
    many = tuple(
        Supervised(f"s{number}", pid=1, started=AS_OF / SECOND - number, restarts=1) for number in range(1, 150)
    )
    alerts = await found(Platform(sight(supervised=many)))
    assert len(alerts) == MOST_ALERTS
    times = [alert.ts_event for alert in alerts]
    assert times == sorted(times, reverse=True)
    assert alerts[0].source == "s1"


async def test_many_who_ask_at_once_cost_one_round() -> None:
    platform = Platform(sight(run=run_at(5)), limits=LIMITS, kills=KILLS)
    alerts = alerts_of(platform)
    everyone = await asyncio.gather(*(alerts.current() for _ in range(10)))
    assert all(each == everyone[0] for each in everyone)
    asked = [line.partition("?")[0] for line in platform.asked]
    assert sorted(asked) == ["execution /decisions", "risk /kills", "risk /limits"]
