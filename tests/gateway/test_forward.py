"""`/api/<engine>/…`: what reaches the engine, what comes back, and what a browser is told when it is down."""

import asyncio

import httpx

from gateway.conftest import House


async def test_requests_reach_the_engine_with_identity_and_request_id(house: House) -> None:
    async with house.program() as client:
        answer = await client.get("/api/risk/echo/a%2Fb", headers={"X-Request-Id": "trace-7"})
        assert answer.status_code == 404  # an encoded slash stays one: it is no name of this route
        answer = await client.get("/api/risk/echo/AAPL.XNAS", params={"run": 3}, headers={"X-Request-Id": "trace-7"})
        assert answer.json() == {"path": "AAPL.XNAS", "actor": "token", "request_id": "trace-7", "words": []}
        assert answer.headers.get_list("x-request-id") == ["trace-7"]
        assert answer.headers.get_list("x-content-type-options") == ["nosniff"]


async def test_bodies_go_through(house: House) -> None:
    async with house.program() as client:
        words = ["x" * 1_000] * 500
        answer = await client.post("/api/risk/echo", json={"words": words})
        assert (answer.status_code, answer.json()["words"]) == (201, words)
        assert len((await client.get("/api/risk/sheet")).text) == 8 * 50_000
        too_large = await client.post("/api/risk/echo", json={"words": ["x" * 1_100_000]})
        assert too_large.status_code == 413

        async def endless():
            for _ in range(40):
                yield b" " * 65_536

        undeclared = await client.post(
            "/api/risk/echo", content=endless(), headers={"Content-Type": "application/json"}
        )
        assert undeclared.status_code == 413
        assert undeclared.headers["content-type"] == "application/problem+json"


async def test_problems_of_the_engine_come_back_as_they_are(house: House) -> None:
    async with house.program() as client:
        answer = await client.get("/api/risk/echo/x", params={"run": "many"})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/run")
        assert answer.headers["content-type"] == "application/problem+json"


async def test_an_engine_that_is_down_is_a_problem_of_its_own(house: House) -> None:
    async with house.program() as client:
        answer = await client.get("/api/portfolio/positions")
        assert answer.status_code == 503
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"].startswith("portfolio does not answer")
        assert answer.json()["instance"] == "/api/portfolio/positions"


async def test_unknown_engines_and_paths(house: House) -> None:
    async with house.program() as client:
        for path in ("/api/nothing/x", "/api/nothing", "/api/", "/assets/x.js"):
            answer = await client.get(path)
            assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json"), path


async def test_credentials_end_at_the_gateway(house: House) -> None:
    """An engine believes the actor named by the gateway, so nobody else may name one."""
    async with house.client() as client:
        forged = {"X-Nautilus-Actor": "token"}
        assert (await client.get("/api/risk/echo/x", headers=forged)).status_code == 401
    async with house.program() as client:
        link = (await client.post("/login/links")).json()["url"]
    async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as browser:
        path = link.partition("/login")[2]
        await browser.get(f"{house.url}/login{path}")
        answer = await browser.get(f"{house.url}/api/risk/echo/x", headers={"X-Nautilus-Actor": "token"})
        assert answer.json()["actor"].startswith("session:")


async def test_it_stays_ready_under_load(house: House) -> None:
    async with house.program() as client:
        answers = await asyncio.gather(*(client.get(f"/api/risk/echo/{n}") for n in range(200)))
        assert {answer.status_code for answer in answers} == {200}
        assert [answer.json()["path"] for answer in answers] == [str(n) for n in range(200)]
        assert (await client.get("/health/ready")).status_code == 200
