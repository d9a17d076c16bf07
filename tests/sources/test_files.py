"""The client over a folder: which parts it plans, and that what it fetches is the files, byte for byte."""

import time

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nautilus.kernel.errors import NotFoundError
from nautilus.sources.base import Part
from nautilus.sources.files import FolderClient, batches, contents

PARTS = {"names": ("names.parquet",), "bars": ("bars.parquet", "revisions.parquet")}


def write(path, *numbers):
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table({"number": numbers}), path)
    return path.read_bytes()


async def test_without_a_folder_there_is_nothing_to_plan(tmp_path):
    assert await FolderClient(None, PARTS).plan() == []
    assert await FolderClient(tmp_path, PARTS).plan() == []


@pytest.mark.parametrize("below", ["", "market"])
async def test_parts_come_in_the_order_of_the_source(tmp_path, below):
    write(tmp_path / below / "bars.parquet", 1)
    write(tmp_path / below / "names.parquet", 1)
    assert await FolderClient(tmp_path, PARTS).plan() == [Part("names"), Part("bars")]


async def test_a_part_is_planned_by_its_first_file(tmp_path):
    write(tmp_path / "revisions.parquet", 1)
    assert await FolderClient(tmp_path, PARTS).plan() == []


async def test_a_file_is_fetched_as_it_is(tmp_path):
    content = write(tmp_path / "names.parquet", 1, 2)
    before = time.time_ns()
    payload = await FolderClient(tmp_path, PARTS).fetch(Part("names"))
    assert payload.content == content
    assert payload.request == {"file": "names.parquet"}
    assert before <= payload.fetched_ns <= time.time_ns()
    assert contents(payload) == {"names.parquet": content}


async def test_files_that_belong_together_are_fetched_as_one_and_always_the_same(tmp_path):
    files = {name: write(tmp_path / name, n) for n, name in enumerate(PARTS["bars"])}
    client = FolderClient(tmp_path, PARTS)
    payload = await client.fetch(Part("bars"))
    assert contents(payload) == files
    assert (await client.fetch(Part("bars"))).sha256 == payload.sha256
    assert payload.request == {"file": "bars.parquet, revisions.parquet"}


async def test_a_file_that_is_gone_is_named(tmp_path):
    with pytest.raises(NotFoundError, match=r"bars\.parquet"):
        await FolderClient(tmp_path, PARTS).fetch(Part("bars"))


def test_rows_come_in_batches_in_the_order_of_the_file(tmp_path):
    content = write(tmp_path / "names.parquet", *range(10))
    found = [piece["number"].to_pylist() for piece in batches(content, size=4)]
    assert found == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
