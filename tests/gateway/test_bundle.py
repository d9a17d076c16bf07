"""The built page as browsers get it: kept for good or not at all, compressed, under a policy, and nothing beside it."""

import asyncio
import gzip
import re
from pathlib import Path

import pytest

from gateway.conftest import House
from nautilus.gateway.bundle import NONCE, preferred

INDEX = f"""<!doctype html><html><head><meta property="csp-nonce" nonce="{NONCE}">
<script type="module" src="/assets/index-Ab1.js" nonce="{NONCE}"></script></head><body></body></html>"""
SCRIPT = b"console.log('a page');" * 100
GZIP = gzip.compress(SCRIPT, mtime=0)
BROTLI = b"stands for what Brotli makes of the script"
ICON = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


@pytest.fixture
def page_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "page"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(INDEX)
    (folder / "icon.svg").write_bytes(ICON)
    (folder / "sources.sha256").write_text("0" * 64)
    (folder / "assets" / "index-Ab1.js").write_bytes(SCRIPT)
    (folder / "assets" / "index-Ab1.js.br").write_bytes(BROTLI)
    (folder / "assets" / "index-Ab1.js.gz").write_bytes(GZIP)
    (folder / "assets" / "font-Cd2.woff2").write_bytes(b"wOF2")
    return folder


async def test_assets_are_kept_for_good_and_come_in_the_best_coding(house: House) -> None:
    async with house.program() as client:
        for accepted, coding, content in (
            ("gzip, deflate, br", "br", BROTLI),
            ("gzip;q=1.0, br;q=0", "gzip", GZIP),
            ("*", "br", BROTLI),
            ("identity", None, SCRIPT),
            ("", None, SCRIPT),
        ):
            headers = {"Accept-Encoding": accepted}
            async with client.stream("GET", "/assets/index-Ab1.js", headers=headers) as answer:
                raw = b"".join([part async for part in answer.aiter_raw()])
            assert (answer.status_code, raw) == (200, content), accepted
            assert answer.headers.get("content-encoding") == coding
            assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert answer.headers["vary"] == "accept-encoding"
            assert answer.headers["content-length"] == str(len(content))
            assert answer.headers["x-content-type-options"] == "nosniff"
        font = await client.get("/assets/font-Cd2.woff2")
        assert (font.content, font.headers["content-type"]) == (b"wOF2", "font/woff2")
        assert "vary" not in font.headers


@pytest.mark.parametrize(
    ("accepted", "codings"),
    [
        (b"br", ("br", "identity")),
        (b"GZIP ;q=0.5,br;q=0.1", ("br", "gzip", "identity")),
        (b"*;q=0", ("identity",)),
        (b"*;q=0.1, br;q=0", ("gzip", "identity")),
        (b"gzip, identity;q=0", ("gzip",)),
        (b"br;q=much", ("identity",)),
        (b"deflate", ("identity",)),
    ],
)
def test_codings_are_read_as_rfc_9110_says(accepted: bytes, codings: tuple[str, ...]) -> None:
    assert preferred(accepted) == codings


async def test_head_has_the_headers_alone(house: House) -> None:
    async with house.program() as client:
        for path in ("/assets/index-Ab1.js", "/icon.svg", "/", "/market"):
            head, whole = [
                await client.request(method, path, headers={"Accept": "text/html"}) for method in ("HEAD", "GET")
            ]
            assert (head.status_code, head.content) == (200, b""), path
            assert head.headers["content-length"] == whole.headers["content-length"]


async def test_other_files_are_asked_for_again_soon_and_not_sent_twice(house: House) -> None:
    async with house.program() as client:
        icon = await client.get("/icon.svg")
        assert (icon.content, icon.headers["content-type"]) == (ICON, "image/svg+xml")
        assert icon.headers["cache-control"] == "public, max-age=300"
        tag = icon.headers["etag"]
        for names in (tag, f'"other", W/{tag}', "*"):
            again = await client.get("/icon.svg", headers={"If-None-Match": names})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        changed = await client.get("/icon.svg", headers={"If-None-Match": '"other"'})
        assert (changed.status_code, changed.content) == (200, ICON)


async def test_each_answer_with_the_page_has_a_nonce_of_its_own(house: House) -> None:
    seen = set()
    async with house.program() as client:
        for path in ("/", "/market?symbol=AAPL.XNAS", "/no/such/view", "/"):
            answer = await client.get(path, headers={"Accept": "text/html,application/xhtml+xml"})
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store"), path
            policy = answer.headers["content-security-policy"]
            nonces = set(re.findall(r'nonce="([^"]*)"', answer.text))
            assert len(nonces) == 1
            nonce = nonces.pop()
            assert NONCE not in answer.text
            assert len(nonce) >= 22  # 128 bits
            assert f"style-src 'self' 'nonce-{nonce}';" in policy
            assert "unsafe" not in policy
            for rule in ("default-src 'none'", "script-src 'self';", "connect-src 'self';", "frame-ancestors 'none'"):
                assert rule in policy
            seen.add(nonce)
    assert len(seen) == 4


@pytest.mark.parametrize(
    "path",
    [
        *("/assets/", "/assets/index-Ab1.jsx", "/assets/index-Ab1.js.br", "/assets/none.js", "/assets/index-Ab1.js/"),
        *("/api/nothing", "/api/", "/api/risk/nothing", "/sources.sha256", "/index.html", "/favicon.ico"),
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
async def test_what_is_not_there_is_a_problem_and_never_the_page(house: House, path: str, accept: str) -> None:
    async with house.program() as client:
        answer = await client.get(path, headers={"Accept": accept})
    assert answer.status_code == 404
    assert NONCE not in answer.text
    assert "csp-nonce" not in answer.text
    if path.startswith(("/api/", "/assets/")) or accept == "*/*":
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 404


async def test_pages_are_for_browsers_and_for_reading(house: House) -> None:
    async with house.program() as client:
        program = await client.get("/market", headers={"Accept": "application/json"})
        assert (program.status_code, program.headers["content-type"]) == (404, "application/problem+json")
        for path in ("/market", "/assets/index-Ab1.js", "/icon.svg"):
            answer = await client.post(path, headers={"Accept": "text/html"})
            assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD"), path


@pytest.mark.parametrize(
    "target",
    [
        *("/assets/../secret.js", "/assets/%2e%2e/secret.js", "/assets/..%2fsecret.js", "/assets/%2e%2e%2fsecret.js"),
        *("/assets//etc/passwd", "/../secret.js", "/assets/..\\secret.js", "//secret.js", "/assets/%00"),
    ],
)
async def test_no_path_leads_out_of_the_page(house: House, tmp_path: Path, target: str) -> None:
    """Written to the socket as it is: clients tidy paths up."""
    (tmp_path / "secret.js").write_text("SECRET")
    lines = (f"GET {target} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {house.token}", "Connection: close")
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write("\r\n".join((*lines, "", "")).encode())
    answer = await reader.read()
    writer.close()
    assert re.match(rb"HTTP/1.1 40[04] ", answer)
    assert b"SECRET" not in answer
    assert b"root:" not in answer


async def test_without_a_session_only_the_public_code_of_the_page_is_given(house: House) -> None:
    async with house.client() as anyone:
        for path in ("/", "/market", "/icon.svg", "/assets", "/api/assets/index-Ab1.js"):
            for accept in ("text/html", "*/*"):
                answer = await anyone.get(path, headers={"Accept": accept})
                assert answer.status_code == 401, path
                assert "csp-nonce" not in answer.text
        assert (await anyone.get("/assets/index-Ab1.js")).content == SCRIPT
        assert (await anyone.post("/assets/index-Ab1.js")).status_code == 405
        for path in ("/assets/", "/assets/none.js", "/assets/%2e%2e/api/session", "/assets/..%2f..%2ftoken"):
            assert (await anyone.get(path)).status_code == 404, path
