"""The status page and /api/status: what the engines say, and only that."""

import asyncio

from gateway.conftest import House
from nautilus.gateway.observer import FRESH_SECONDS
from nautilus.gateway.overview import ITEMS_SHOWN, Tail
from nautilus.gateway.pages import POLICY
from nautilus.kernel.engine import Check


async def test_the_platform_is_ready_when_every_engine_is(house: House) -> None:
    async with house.program() as client:
        state = (await client.get("/api/status")).json()
        ready = {engine["name"]: engine["ready"] for engine in state["engines"]}
        assert len(ready) == 13
        assert state["ready"] is False
        assert {name for name, value in ready.items() if value} == {"risk", "websocket"}
        house.far.checks.append(Check("limits", ok=False, detail="none set"))
        await asyncio.sleep(FRESH_SECONDS + 0.1)
        state = (await client.get("/api/status")).json()
        assert {engine["name"]: engine["detail"] for engine in state["engines"]}["risk"] == "limits: none set"


async def test_the_status_page_names_every_engine_and_runs_no_script(house: House) -> None:
    async with house.program() as client:
        answer = await client.get("/", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.text.count("not ready") >= 11
    assert "the interactive page was not built. Install Node" in answer.text
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert answer.headers["x-frame-options"] == "DENY"


async def test_the_last_orders_are_the_last_however_many_there_are() -> None:
    orders = [{"number": number} for number in range(450)]
    asked: list[str] = []

    async def ask(run: int, limit: int, cursor: str) -> dict:
        del run
        asked.append(cursor)
        start = int(cursor or 0)
        end = start + limit
        return {"items": orders[start:end], "next_cursor": str(end) if end < len(orders) else None}

    tail = Tail(ask)
    assert await tail.last(1) == orders[-ITEMS_SHOWN:]
    orders += [{"number": 450}]
    assert await tail.last(1) == orders[-ITEMS_SHOWN:]
    assert asked == ["", "200", "400", "400"]
    orders = orders[:3]
    assert await tail.last(2) == orders


async def test_the_last_orders_reach_over_a_page_that_has_just_begun() -> None:
    orders = [{"number": number} for number in range(201)]

    async def ask(run: int, limit: int, cursor: str) -> dict:
        del run
        start = int(cursor or 0)
        return {"items": orders[start : start + limit], "next_cursor": None if start else "200"}

    assert await Tail(ask).last(1) == orders[-ITEMS_SHOWN:]


async def test_a_browser_is_shown_a_page_where_a_program_gets_a_problem(house: House) -> None:
    async with house.program() as client:
        page = await client.get("/nowhere/<b>", headers={"Accept": "text/html,*/*"})
        assert (page.status_code, page.headers["content-security-policy"]) == (404, POLICY)
        assert "There is no such page" in page.text
        assert "<b>" not in page.text
        for path, accept in (("/nowhere", "application/json"), ("/api/risk/nowhere", "text/html")):
            problem = await client.get(path, headers={"Accept": accept})
            assert (problem.status_code, problem.headers["content-type"]) == (404, "application/problem+json")
        wrong = await client.put("/logout", headers={"Accept": "text/html"})
        assert (wrong.status_code, wrong.headers["content-type"]) == (405, "application/problem+json")


async def test_the_login_page_says_how_whoever_asks(house: House) -> None:
    async with house.client(Accept="text/html") as anyone:
        assert "You are not logged in" in (await anyone.get("/")).text
        page = await anyone.get("/login")
        assert page.status_code == 200
        assert "not logged in" not in page.text
        assert "nautilus login" in page.text
