"""A backtest of the strategy that traded on paper: another matching engine, the same orders, fills and equity."""

from decimal import Decimal
from typing import Any

import pytest

from support.platform import Platform

pytestmark = [pytest.mark.stack]


def items(nautilus: Platform, path: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = nautilus.get(path, limit=1000, cursor=cursor, **query)
        found += page["items"]
        cursor = page["next_cursor"]
    return found


def backtest(nautilus: Platform, session: str, strategy: str) -> str:
    """The identifier of a finished backtest, run as the next paper run would be."""
    with nautilus.client() as client:
        answer = client.post("/api/backtesting/backtests", json={"session": session, "strategy": strategy})
        assert answer.status_code == 201, answer.text
        again = client.post("/api/backtesting/backtests", json={"session": session, "strategy": strategy})
    path = f"/api/backtesting/backtests/{answer.json()['backtest_id']}"
    assert again.json()["backtest_id"] == answer.json()["backtest_id"]

    def ended() -> Any:
        found = nautilus.get(path)
        return found if found["state"] not in ("QUEUED", "RUNNING") else None

    found = nautilus.wait(ended, "the backtest to end", 180)
    assert found["state"] == "FINISHED", found["error"]
    return path


@pytest.mark.parametrize(
    ("session", "strategy", "played"),
    [("equities-daily", "momentum", "equities_run"), ("es-trades", "flow_reversion", "futures_run")],
)
def test_backtest_and_paper_agree(
    nautilus: Platform, session: str, strategy: str, played: str, request: pytest.FixtureRequest
) -> None:
    run = request.getfixturevalue(played)
    path = backtest(nautilus, session, strategy)
    found = nautilus.get(path + "/compare", run=run)
    assert found["differences"][:5] == []
    assert found["equal"]
    assert found["paper_fills"] == found["backtest_fills"] == len(nautilus.json("fills", "--run", str(run))) > 20
    marks = {mark["sequence"]: Decimal(mark["equity"]) for mark in items(nautilus, path + "/marks")}
    curve = {p["sequence"]: Decimal(p["equity"]) for p in items(nautilus, "/api/portfolio/curve", run=run)}
    starting = curve.pop(0)
    assert starting == Decimal(nautilus.json("account", "--run", str(run))["starting_cash"])
    assert marks == curve
    with nautilus.client() as client:
        sheet = client.get(path + "/tearsheet")
    assert sheet.status_code == 200
    assert "script" not in sheet.headers["content-security-policy"]
    assert f"{curve[max(curve)]:,.2f}" in sheet.text
