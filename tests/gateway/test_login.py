"""The way in: links that work once, sessions that outlive the gateway, and everything that must not open the door."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from gateway.conftest import House
from nautilus.kernel.auth import create_login_code, sessions
from nautilus.kernel.config import Config


@asynccontextmanager
async def logged_in(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with house.client(Accept="text/html") as browser:
        answer = await browser.get("/login", params={"code": create_login_code(house.config)})
        assert answer.status_code == 303
        yield browser


async def test_a_link_logs_one_browser_in_once(house: House) -> None:
    code = create_login_code(house.config)
    async with house.client(Accept="text/html") as browser, house.client(Accept="text/html") as thief:
        answer = await browser.get("/login", params={"code": code})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert (await browser.get("/")).status_code == 200
        replayed = await thief.get("/login", params={"code": code})
        assert replayed.status_code == 401
        assert "used before" in replayed.text
        assert "set-cookie" not in replayed.headers
        assert (await thief.get("/")).status_code == 401


async def test_links_are_made_for_those_who_are_in(house: House) -> None:
    async with house.client() as anyone:
        assert (await anyone.post("/login/links")).status_code == 401
    async with house.program() as program:
        link = (await program.post("/login/links")).json()
    assert link["url"].startswith("http://127.0.0.1:8001/login?code=")


async def test_a_session_survives_a_restart_of_the_gateway_and_ends_with_log_out(house: House) -> None:
    async with logged_in(house) as browser:
        name, secret = next(iter(browser.cookies.items()))
        assert name == "nautilus-8001"
        assert sessions(house.config).find(secret) is not None
        assert (await browser.post("/logout", headers={"Origin": house.url})).status_code == 303
        assert sessions(house.config).find(secret) is None
        browser.cookies.set(name, secret)
        assert (await browser.get("/")).status_code == 401


async def test_nothing_that_opens_the_door_is_kept_as_it_is(house: House) -> None:
    async with logged_in(house) as browser:
        secret = next(iter(browser.cookies.values()))
    kept = [file for file in (Path(house.config.home) / "auth").rglob("*") if file.is_file()]
    assert kept
    for file in kept:
        assert secret not in file.name
        assert secret not in file.read_text()
        assert file.stat().st_mode & 0o077 == 0


async def test_the_page_for_those_who_are_not_in_says_what_to_do(house: House) -> None:
    async with house.client(Accept="text/html") as browser:
        for path, status in (("/", 401), ("/login", 200)):
            answer = await browser.get(path)
            assert answer.status_code == status
            assert "nautilus login" in answer.text
            assert "unsafe" not in answer.headers["content-security-policy"]
    async with house.client() as program:
        answer = await program.get("/api/status")
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("path", ["/", "/api/status", "/api/risk/echo/x", "/metrics", "/status", "/openapi.json"])
async def test_without_credentials_only_health_and_login_are_open(house: House, path: str) -> None:
    async with house.client() as anyone:
        assert (await anyone.get(path)).status_code == 401
        assert (await anyone.get(path, headers={"Authorization": f"Bearer {house.token}x"})).status_code == 401
        assert (await anyone.get(path, headers={"Cookie": "nautilus-8001=guess"})).status_code == 401
        for open_path in ("/health/live", "/health/ready", "/login"):
            assert (await anyone.get(open_path)).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.2"])
async def test_other_hosts_are_not_served(house: House, host: str) -> None:
    async with house.program() as client:
        for path in ("/health/live", "/api/status"):
            answer = await client.get(path, headers={"Host": host})
            assert answer.status_code == 421, answer.text


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://[x"])
async def test_pages_of_other_origins_cannot_change_anything(house: House, origin: str) -> None:
    async with logged_in(house) as browser:
        answer = await browser.post("/api/risk/echo", json={"words": []}, headers={"Origin": origin})
        assert answer.status_code == 403
        assert (await browser.get("/")).status_code == 200
        own = await browser.post("/api/risk/echo", json={"words": []}, headers={"Origin": house.url})
        assert own.status_code == 201


async def test_a_code_of_another_home_is_worth_nothing(house: House, tmp_path: Path) -> None:
    other = msgspec.structs.replace(house.config, home=str(tmp_path / "other"))
    assert isinstance(other, Config)
    async with house.client() as browser:
        assert (await browser.get("/login", params={"code": create_login_code(other)})).status_code == 401
        assert (await browser.get("/login", params={"code": "../../token"})).status_code == 401
