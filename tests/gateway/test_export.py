"""Lists as Parquet: all rows, typed as the engine documents them, and clear words for what is no list."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from gateway.conftest import House


async def test_a_list_comes_whole_with_its_types_and_units(house: House) -> None:
    async with house.program() as client:
        answer = await client.get("/api/export/risk/rows/a%20b")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    assert answer.headers["content-disposition"] == 'attachment; filename="risk-rows-a_b.parquet"'
    table = pq.read_table(io.BytesIO(answer.content))
    assert table.schema.types == [pa.int64(), pa.string(), pa.float64(), pa.string()]
    assert table["number"].to_pylist() == list(range(2_500))
    assert table["amount"].to_pylist()[:2] == ["0.10", "1.10"]
    assert table["share"].to_pylist()[:3] == [0.0, None, 0.5]
    assert table["parts"][7].as_py() == '{"n":7}'
    assert table.schema.field("amount").metadata[b"unit"] == b"currency"
    assert table.schema.field("number").metadata[b"description"] == b"Which one it is."
    assert table.schema.metadata[b"source"] == b"risk /rows/a b"


async def test_the_query_of_the_list_holds(house: House) -> None:
    async with house.program() as client:
        answer = await client.get("/api/export/risk/rows/x", params={"limit": 7})
        refused = await client.get("/api/export/risk/rows/x", params={"many": 1})
    assert pq.read_table(io.BytesIO(answer.content)).num_rows == 2_500, "the limit is one of pages"
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert "no such parameter" in refused.json()["detail"]


async def test_what_is_no_list_says_so(house: House) -> None:
    async with house.program() as client:
        for path, status, words in (
            ("risk/echo/x", 404, "not a list"),
            ("risk/nothing", 404, "not a list"),
            ("nobody/rows/x", 404, "There is no engine nobody"),
            ("portfolio/positions", 503, "portfolio does not answer"),
        ):
            answer = await client.get(f"/api/export/{path}")
            assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), path
            assert words in answer.json()["detail"]
        assert (await client.post("/api/export/risk/rows/x")).status_code == 405
    async with house.client() as stranger:
        assert (await stranger.get("/api/export/risk/rows/x")).status_code == 401
