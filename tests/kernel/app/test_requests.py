"""Requests over real sockets: what is answered, what is refused, and how."""

import asyncio
import json

import httpx
import msgspec
import pytest

from kernel.app.conftest import TOKEN, Shelf
from nautilus.kernel.app.problems import RequestError, problem_of
from nautilus.kernel.app.storable import require_storable
from nautilus.kernel.engine import Check
from nautilus.kernel.errors import InvalidInputError


def problem(answer: httpx.Response, status: int) -> dict:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["type"].startswith("urn:nautilus:problem:")
    assert body["detail"]
    assert body["request_id"] == answer.headers["x-request-id"]
    return body


async def test_lists_go_page_by_page(program: httpx.AsyncClient) -> None:
    for title in ("Emma", "Ulysses"):
        assert (await program.post("/books", json={"title": title, "price": "9.10"})).status_code == 201
    first = (await program.get("/books", params={"limit": 2})).json()
    assert [book["title"] for book in first["items"]] == ["Walden", "Emma"]
    rest = (await program.get("/books", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert rest == {"items": [{"title": "Ulysses", "price": "9.10"}], "next_cursor": None}


async def test_paths_without_parameters_come_first(program: httpx.AsyncClient) -> None:
    assert (await program.get("/books/first")).json()["title"] == "Walden"
    assert (await program.get("/books/0")).json()["title"] == "Walden"


async def test_empty_replies_and_pages_for_people(program: httpx.AsyncClient) -> None:
    cleared = await program.delete("/books")
    assert (cleared.status_code, cleared.content) == (204, b"")
    cover = await program.get("/cover")
    assert cover.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in cover.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [("limit=0", "#/limit"), ("limit=x", "#/limit"), ("limt=5", "#/limt"), ("limit=1&limit=2", "#/limit")],
)
async def test_queries_are_validated(program: httpx.AsyncClient, query: str, pointer: str) -> None:
    body = problem(await program.get(f"/books?{query}"), 422)
    assert [(error["place"], error["pointer"]) for error in body["errors"]] == [("query", pointer)]


async def test_a_cursor_of_another_list_is_refused(program: httpx.AsyncClient) -> None:
    assert "cursor" in problem(await program.get("/books", params={"cursor": "!!"}), 422)["detail"]
    assert "cursor" in problem(await program.get("/books", params={"cursor": "WyJhIl0"}), 422)["detail"]


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        (b'{"title": "A", "price": "1"', 400, None),
        (b"\xff\xfe", 400, None),
        (b'{"title": "A"}', 422, "#/price"),
        (b'{"title": "", "price": "1"}', 422, "#/title"),
        (b'{"title": "A", "price": "1", "tags": ["x", 7]}', 422, "#/tags/1"),
        (b'{"title": "A", "price": "1", "extra": 1}', 422, "#/extra"),
    ],
)
async def test_bodies_are_validated(program: httpx.AsyncClient, body: bytes, status: int, pointer: str | None) -> None:
    answer = await program.post("/books", content=body, headers={"Content-Type": "application/json"})
    errors = problem(answer, status).get("errors", [])
    assert [error["pointer"] for error in errors] == ([pointer] if pointer else [])


@pytest.mark.parametrize("what", [{"q": "a\0"}, {"q": {"n": [1, "\0"]}}, {"q": 1 << 63}, {"q": -(1 << 63) - 1}])
def test_what_no_table_takes_is_refused(what: dict) -> None:
    with pytest.raises(RequestError) as refused:
        require_storable("body", what)
    assert refused.value.status == 422
    assert refused.value.errors[0].pointer.startswith("#/q")


@pytest.mark.parametrize("what", [None, {}, {"q": "a"}, {"q": (1 << 63) - 1}, {"q": -(1 << 63)}, {"q": True}])
def test_what_tables_take_is_not(what: object) -> None:
    require_storable("body", what)


async def test_a_request_that_cannot_be_stored_is_refused_wherever_it_stands(program: httpx.AsyncClient) -> None:
    answer = await program.post("/books", json={"title": "a\0", "price": "1"})
    assert problem(answer, 422)["errors"][0]["pointer"] == "#/title"
    assert problem(await program.get(f"/books/{1 << 63}"), 422)["errors"][0]["place"] == "path"


def test_an_input_error_names_the_fields_that_it_is_about() -> None:
    error = InvalidInputError("two are wrong", {"low": "is above high", "high": "is NaN"})
    told = json.loads(problem_of(error, {"path": "/x", "request_id": "r"}).body)
    assert (told["status"], told["detail"]) == (422, "two are wrong")
    assert [(each["place"], each["pointer"], each["detail"]) for each in told["errors"]] == [
        ("body", "#/low", "is above high"),
        ("body", "#/high", "is NaN"),
    ]


async def test_only_json_is_read(program: httpx.AsyncClient) -> None:
    answer = await program.post("/books", content=b"title=A", headers={"Content-Type": "text/plain"})
    assert problem(answer, 415)["detail"]


async def test_unknown_routes_methods_and_items(program: httpx.AsyncClient) -> None:
    assert "openapi.json" in problem(await program.get("/nothing"), 404)["detail"]
    problem(await program.get("/books/word"), 404)
    assert "GET /books" in problem(await program.get("/books/99"), 404)["detail"]
    refused = await program.put("/books", json={})
    problem(refused, 405)
    assert refused.headers["allow"] == "DELETE, GET, HEAD, POST"


async def test_errors_of_the_house_keep_their_status(program: httpx.AsyncClient) -> None:
    body = problem(await program.post("/books", json={"title": "Walden", "price": "1"}), 409)
    assert body["type"] == "urn:nautilus:problem:conflict"
    assert body["title"] == "Not possible in the present state"


async def test_faults_tell_nothing_but_are_logged(program: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    body = problem(await program.get("/broken"), 500)
    assert "IndexError" not in json.dumps(body)
    assert "IndexError" in caplog.text


async def test_a_request_id_goes_through_or_is_made(anyone: httpx.AsyncClient) -> None:
    assert (await anyone.get("/health/live", headers={"X-Request-Id": "abc-1"})).headers["x-request-id"] == "abc-1"
    made = (await anyone.get("/health/live", headers={"X-Request-Id": "bad id\x01"[:6]})).headers["x-request-id"]
    assert made != "bad id"
    assert len(made) == 16


async def test_ready_names_the_failing_line(anyone: httpx.AsyncClient, shelf: Shelf) -> None:
    assert (await anyone.get("/health/ready")).json()["checks"] == [{"name": "database", "ok": True, "detail": ""}]
    shelf.checks.append(Check("quotes", ok=False, detail="last is 61 s old"))
    await asyncio.sleep(0.6)
    body = problem(await anyone.get("/health/ready"), 503)
    assert body["detail"] == "quotes: last is 61 s old"
    assert (await anyone.get("/health/live")).status_code == 200


async def test_many_who_ask_for_readiness_cost_one_check(anyone: httpx.AsyncClient, shelf: Shelf) -> None:
    answers = await asyncio.gather(*(anyone.get("/health/ready") for _ in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert shelf.asked <= 3


async def test_metrics_and_status(program: httpx.AsyncClient) -> None:
    await program.get("/books/0")
    text = (await program.get("/metrics")).text
    assert 'nautilus_http_request_seconds_count{method="GET",route="/books/{number:int}",status="200"} 1.0' in text
    status = (await program.get("/status")).json()
    assert status["details"] == {"books": 1}
    assert status["ready"] is True


async def test_unknown_paths_make_no_new_metrics(program: httpx.AsyncClient) -> None:
    for number in range(20):
        await program.get(f"/nothing/{number}")
    text = (await program.get("/metrics")).text
    assert text.count("nautilus_http_request_seconds_count{") <= 3


async def raw(port: int, *chunks: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for chunk in chunks:
            writer.write(chunk)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()


def head(port: int, path: str = "/books", method: str = "GET", *lines: str) -> bytes:
    base = (
        f"{method} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Authorization: Bearer {TOKEN}",
        "Connection: close",
    )
    return "\r\n".join((*base, *lines, "", "")).encode()


def parsed(answer: bytes) -> tuple[int, dict]:
    top, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in top
    return int(top.split()[1]), msgspec.json.decode(body)


@pytest.mark.parametrize(
    ("lines", "path", "status"),
    [
        ([f"X-Fill: {'a' * 40_000}"], "/books", 431),
        ([f"X-{number}: 1" for number in range(200)], "/books", 431),
        ([], "/books?title=" + "a" * 9_000, 414),
    ],
)
async def test_large_heads_are_refused(
    port: int, anyone: httpx.AsyncClient, lines: list[str], path: str, status: int
) -> None:
    code, body = parsed(await raw(port, head(port, path, "GET", *lines)))
    assert (code, body["status"]) == (status, status)
    assert (await anyone.get("/health/ready")).status_code == 200


async def test_an_endless_header_is_cut_off(port: int) -> None:
    answer = await raw(port, b"GET /books HTTP/1.1\r\nX-Fill: ", b"a" * 33_000)
    assert parsed(answer)[0] == 431


async def test_half_a_request_is_not_waited_for(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nautilus.kernel.app.server.HEAD_SECONDS", 0.2)
    for begun in (b"", b"GET /books HTTP/1.1\r\nHost: "):
        assert parsed(await raw(port, begun))[0] == 408
    whole = await raw(port, head(port, "/books/0"))
    assert whole.startswith(b"HTTP/1.1 200")


async def test_what_is_not_http_is_refused(port: int, anyone: httpx.AsyncClient) -> None:
    assert parsed(await raw(port, b"\x16\x03\x01 hello\r\n\r\n"))[0] == 400
    assert (await anyone.get("/health/live")).status_code == 200


async def test_large_bodies_are_refused(program: httpx.AsyncClient) -> None:
    declared = await program.post("/books", content=b" " * 1_048_577, headers={"Content-Type": "application/json"})
    problem(declared, 413)

    async def chunks():
        for _ in range(40):
            yield b" " * 65_536

    undeclared = await program.post("/books", content=chunks(), headers={"Content-Type": "application/json"})
    problem(undeclared, 413)
    assert (await program.get("/health/ready")).status_code == 200


async def test_it_stays_ready_under_concurrent_abuse(program: httpx.AsyncClient, anyone: httpx.AsyncClient) -> None:
    async def abuse(number: int) -> int:
        client = anyone if number % 3 == 0 else program
        answer = await client.post("/books", content=b"{" * (number % 7), headers={"Content-Type": "application/json"})
        return answer.status_code

    codes = set(await asyncio.gather(*(abuse(number) for number in range(300))))
    assert codes == {400, 401}
    assert (await anyone.get("/health/ready")).status_code == 200
