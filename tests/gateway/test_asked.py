"""Who asks for a view and is not logged in gets it after logging in; nobody is led anywhere else."""

from urllib.parse import quote

import httpx
import pytest

from gateway.conftest import House
from nautilus.gateway.pages import LOGIN_REFRESH_SECONDS
from nautilus.kernel.auth import create_login_code, sessions

COOKIE = "nautilus-8001-asked"


async def log_in(house: House, browser: httpx.AsyncClient) -> httpx.Response:
    return await browser.get("/login", params={"code": create_login_code(house.config)})


@pytest.mark.parametrize(
    "target",
    ["/", "/market?symbol=BRK%2FB.XNYS&pane=vpin;x", "/orders?text=%22a%22,b", "/risk?from=%2F%2Fevil.example"],
)
async def test_what_was_asked_for_is_shown_after_logging_in(house: House, target: str) -> None:
    async with house.client(Accept="text/html") as browser:
        refused = await browser.get(target)
        assert refused.status_code == 401
        assert f'http-equiv="refresh" content="{LOGIN_REFRESH_SECONDS}"' in refused.text
        kept = refused.headers["set-cookie"].lower()
        assert kept.startswith(COOKIE)
        for attribute in ("httponly", "samesite=lax", "path=/", "max-age=600"):
            assert attribute in kept
        answer = await log_in(house, browser)
        assert (answer.status_code, answer.headers["location"]) == (303, target)
        assert COOKIE not in browser.cookies
        assert (await log_in(house, browser)).headers["location"] == "/"


@pytest.mark.parametrize("target", ["/api/status", "/login/x", "/health/x", "/x.txt", "/%61pi/status"])
async def test_only_views_are_remembered(house: House, target: str) -> None:
    async with house.client(Accept="text/html") as browser:
        refused = await browser.get(target)
        assert refused.status_code == 401
        assert "set-cookie" not in refused.headers
    async with house.client() as program:
        assert "set-cookie" not in (await program.get("/market")).headers
    async with house.client(Accept="text/html") as browser:
        assert "set-cookie" not in (await browser.post("/market")).headers


@pytest.mark.parametrize(
    "target",
    [
        *("//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "evil.example", "///evil"),
        *("/\t/evil.example", "/\n/evil.example", "/a\r\nSet-Cookie: a=b", "/a b", "/\x00", "/é", ""),
        *("/login?code=x", "/login", "/logout", "/api/risk/kill", "/api", "/assets/x.js", "/health/live", "/file.txt"),
        *("/%6cogin", "/" + "a" * 2_000, "javascript:alert(1)"),
    ],
)
async def test_a_forged_cookie_leads_home(house: House, target: str) -> None:
    """A page of another port on this host can set our cookies."""
    async with house.client(Cookie=f"{COOKIE}={quote(target, safe='')}") as browser:
        answer = await log_in(house, browser)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_a_refused_code_forgets_nothing(house: House) -> None:
    async with house.client(Accept="text/html") as browser:
        await browser.get("/risk")
        wrong = await browser.get("/login", params={"code": "guess"})
        assert wrong.status_code == 401
        assert "set-cookie" not in wrong.headers
        assert "refresh" not in wrong.text
        assert (await log_in(house, browser)).headers["location"] == "/risk"


async def test_a_used_link_lets_in_who_is_in(house: House) -> None:
    code = create_login_code(house.config)
    async with house.client() as browser, house.client() as other:
        assert (await browser.get("/login", params={"code": code})).status_code == 303
        again = await browser.get("/login", params={"code": code})
        assert (again.status_code, again.headers["location"]) == (303, "/")
        assert "nautilus-8001=" not in again.headers["set-cookie"]
        assert (await other.get("/login", params={"code": code})).status_code == 401


async def test_the_session_says_who_and_until_when(house: House) -> None:
    async with house.program() as program:
        assert (await program.get("/api/session")).json() == {"actor": "token", "expires_at": None}
    async with house.client() as browser:
        assert (await browser.get("/api/session")).status_code == 401
        await log_in(house, browser)
        grant = sessions(house.config).find(browser.cookies["nautilus-8001"])
        assert grant is not None
        told = (await browser.get("/api/session")).json()
        assert told == {"actor": f"session:{grant.grant_id}", "expires_at": grant.expires_at}
        await browser.post("/logout")
        ended = await browser.get("/api/session")
        assert (ended.status_code, ended.headers["content-type"]) == (401, "application/problem+json")
