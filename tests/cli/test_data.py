"""`nautilus data` and `nautilus.data` on a small store of a home: what they print, refuse and write."""

import asyncio
import json
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nautilus import data
from nautilus.domain.time import to_ns
from nautilus.engines.marketdata.store import Archive, FactStore
from nautilus.kernel.database import Database
from nautilus.kernel.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from nautilus.kernel.migrations import migrate
from nautilus.sources import find_source
from nautilus.sources.base import BARS, FACTS, OBSERVATIONS, Batch, Part, Payload, rows
from nautilus.sources.job import Piece
from nautilus.sources.quality import inspect

pytestmark = pytest.mark.stack

RECORDED = {"known_basis": "recorded", "rule": "as published", "dataset": "test"}
ASSUMED = {"known_basis": "assumed", "rule": "close + 15 minutes", "dataset": "test"}


def moments(*days):
    return pa.array([datetime(*day, tzinfo=UTC) for day in days], pa.timestamp("us", "UTC"))


TABLES = {
    "fred": {
        "observations": rows(
            OBSERVATIONS,
            3,
            series_id="GDP",
            valid=moments((2014, 1, 1), (2014, 1, 1), (2014, 4, 1)),
            known=moments((2014, 4, 30), (2014, 5, 29), (2014, 7, 30)),
            value=pa.array([17149.6, 17101.3, 17294.7]),
            **RECORDED,
        )
    },
    "edgar": {
        "facts": rows(
            FACTS,
            2,
            entity_id="cik:0000320193",
            concept="us-gaap:Assets",
            unit="USD",
            valid=date(2013, 9, 28),
            known=moments((2013, 10, 30), (2014, 10, 27)),
            document_id=pa.array(["a", "b"]),
            value=pa.array([1.0, 2.0]),
            form="10-K",
            **RECORDED,
        )
    },
    "lean": {
        "bars": rows(
            BARS,
            3,
            instrument_id="KO.US",
            price_type="LAST",
            step_seconds=86_400,
            valid=moments((2014, 1, 2, 21), (2014, 1, 3, 21), (2014, 1, 7, 21)),
            known=moments((2014, 1, 2, 21, 15), (2014, 1, 3, 21, 15), (2014, 1, 7, 21, 15)),
            **{name: pa.array([40.0, 41.0, 42.0]) for name in ("open", "high", "low", "close")},
            volume=7.0,
            adjusted=False,
            **ASSUMED,
        )
    },
}


@pytest.fixture(scope="module")
def filled(database_url, tmp_path_factory):
    migrate(database_url)
    folder = tmp_path_factory.mktemp("raw")

    async def fill():
        database = Database(database_url, max_size=2)
        await database.open()
        store = FactStore(database, Archive(folder))
        for name, tables in TABLES.items():
            spec = find_source(name).spec
            payload = Payload(Part("part"), name.encode(), to_ns(datetime(2024, 1, 1, tzinfo=UTC)), {"file": name})
            kept, aside = inspect(Batch(tables=tables))
            await store.add(spec, await store.open(spec, payload), payload, Piece(0, kept, aside, is_last=True))
        await database.close()

    asyncio.run(fill())
    yield database_url
    data.close()


@pytest.fixture
def _home(filled, monkeypatch, tmp_path):
    settings = {"HOME": tmp_path, "DATABASE_URL": filled, "BUS_MARKET_URL": "redis://x", "BUS_LOGIC_URL": "redis://x"}
    for name, value in settings.items():
        monkeypatch.setenv(f"NAUTILUS_{name}", str(value))


@pytest.mark.usefixtures("_home")
class TestCommands:
    def test_a_series_as_of_a_day_is_what_was_published_on_it(self, command):
        done = command("data", "series", "fred:GDP", "--as-of", "2014-05-01", "--json")
        (row,) = done.json
        assert row == {
            "valid": "2014-01-01",
            "known": "2014-04-30",
            "known_basis": "recorded",
            "rule": "as published",
            "source": "fred",
            "value": 17149.6,
            "id": row["id"],
        }
        assert [each["value"] for each in command("data", "vintages", "fred:GDP", "--json").json] == [
            17149.6,
            17101.3,
            17294.7,
        ]

    def test_a_fact_is_the_one_known_then(self, command):
        for as_of, value in (("2014-01-01", 1.0), ("latest", 2.0)):
            done = command("data", "facts", "320193", "--concept", "Assets", "--as-of", as_of, "--json")
            assert [(row["valid"], row["value"], row["unit"]) for row in done.json] == [("2013-09-28", value, "USD")]

    def test_quality_says_what_was_found_and_that_nothing_was_graded_before_a_job(self, command):
        out = command("data", "quality").out
        assert "Nothing was found." in out
        assert "Nothing was graded yet" in out
        found = command("data", "quality", "--json").json
        assert found == {"quarantined": [], "findings": [], "repairs": [], "grades": [], "letters": []}

    def test_the_summary_counts_records_by_source(self, command):
        found = command("data", "summary", "--json").json
        assert {line["source"]: line["records"] for line in found["sources"]} == {"edgar": 2, "fred": 3, "lean": 3}
        assert found["records"] == 8
        assert "8 records" in command("data", "summary").out

    def test_what_the_basis_leaves_out_is_said(self, command):
        done = command("data", "bars", "KO", "--as-of", "latest", "--json")
        assert done.json == []
        assert "3 rows are left out" in done.err
        assert "--basis assumed reads them" in done.err
        done = command("data", "bars", "KO", "--as-of", "latest", "--basis", "assumed", "--json")
        assert [row["close"] for row in done.json] == [40, 41, 42]

    def test_a_gap_is_a_session_without_a_bar(self, command):
        (line,) = command("data", "gaps", "KO", "--json").json
        assert (line["sessions"], line["missing"]) == (4, ["2014-01-06"])

    def test_lineage_leads_from_a_printed_id_to_the_bytes(self, command, tmp_path):
        row = command("data", "series", "fred:GDP", "--as-of", "latest", "--json").json[0]
        (found,) = command("data", "lineage", row["id"], "--json").json
        assert (found["rule"], found["source"], found["part"]) == ("as published", "fred", "part")
        assert found["sha256"] == Payload(Part("part"), b"fred", 0).sha256
        assert found["request"] == {"file": "fred"}
        assert found["fetched"] == "2024-01-01T00:00:00Z"
        assert "terms of use" in found["licence"]
        versions = command("data", "lineage", "series:fred:GDP:2014-01-01", "--json").json
        assert [each["known"][:10] for each in versions] == ["2014-04-30", "2014-05-29"]
        bar = command("data", "lineage", "bar:KO.US:86400:lean:2014-01-02", "--json").json
        assert [each["rule"] for each in bar] == ["close + 15 minutes"]

    def test_a_licence_that_forbids_passing_on_stops_the_export(self, command, tmp_path):
        done = command("data", "series", "fred:GDP", "--as-of", "latest", "--to", str(tmp_path / "gdp.parquet"))
        assert done.status == 1
        assert "licence forbids passing on data of fred" in done.err
        assert not (tmp_path / "gdp.parquet").exists()
        file = tmp_path / "ko.parquet"
        given = ("--basis", "assumed", "--as-of", "latest")
        assert command("data", "bars", "KO", *given, "--to", str(file)).status == 0
        table = pq.read_table(file)
        assert table["close"].to_pylist() == [40, 41, 42]
        assert table.schema.metadata[b"nautilus.as_of"] == b"latest"

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            (("series", "fred:GPD", "--as-of", "latest"), "near: fred:GDP"),
            (("series", "fred:GDP", "--as-of", "2999-01-01"), "lies in the future"),
            (("series", "fred:GDP", "--as-of", "2014-05-01T10:00:00"), "no time zone"),
            (("series", "fred:GDP", "--as-of", "nan"), "is no time"),
            (("series", "x'; DROP TABLE marketdata.bar", "--as-of", "latest"), "is no name"),
            (("series", "fred:GDP", "--as-of", "latest", "--start", "2015-01-01", "--end", "2014-01-01"), "after end"),
            (("bars", "QO", "--as-of", "latest"), "near: KO"),
            (("bars", "KO", "--as-of", "latest", "--step", "1y"), "is no step"),
            (("facts", "NOBODY", "--concept", "Assets", "--as-of", "latest"), "no facts of 'NOBODY'"),
            (("facts", "320193", "--concept", "Asets", "--as-of", "latest"), "near: Assets"),
            (("lineage", "raw:999999"), "has nothing under raw:999999"),
            (("lineage", "row:1"), "has one of these forms"),
            (("lineage", "bar:KO.US:day:lean:2014-01-02"), "has one of these forms"),
        ],
    )
    def test_a_wrong_question_is_answered_with_what_to_do(self, command, line, why):
        done = command("data", *line)
        assert done.status == 1
        assert done.out == ""
        assert why in done.err


@pytest.mark.usefixtures("_home")
class TestPython:
    def test_a_frame_goes_on_to_other_libraries(self):
        frame = data.series("fred:GDP", as_of="latest")
        assert frame.polars()["value"].to_list() == frame.pandas()["value"].tolist() == [17101.3, 17294.7]
        assert (frame.as_of, frame.basis, frame.left_out) == ("latest", "recorded", 0)

    def test_reads_work_beside_a_running_loop(self):
        async def ask():
            return data.series("fred:GDP", as_of="2014-05-01").arrow["value"].to_pylist()

        assert asyncio.run(ask()) == [17149.6]

    def test_a_panel_is_wide_and_long(self):
        panel = data.panel(["KO"], as_of="latest", fields=("close",), basis="assumed")
        assert panel.wide("close").tolist() == [[40], [41], [42]]
        assert panel.frame.arrow["close"].to_pylist() == [40, 41, 42]

    @pytest.mark.parametrize(
        ("ask", "error", "why"),
        [
            (lambda: data.bars([], as_of="latest"), InvalidInputError, "no symbol is given"),
            (lambda: data.bars("KO", as_of="latest", adjust="splits"), InvalidInputError, "none, split, total"),
            (lambda: data.bars("KO", as_of="latest", price_type="MID"), InvalidInputError, "LAST, BID or ASK"),
            (lambda: data.panel(["KO"], as_of="latest", fields=("vwap",)), InvalidInputError, "has no field"),
            (lambda: data.series("fred:GDP", as_of="latest", basis="any"), InvalidInputError, "nor assumed"),
            (lambda: data.trades("KO", as_of="latest"), NotFoundError, "no trade rows of 'KO'"),
            (lambda: data.events("NOBODY", as_of="latest"), NotFoundError, "nobody called"),
            (lambda: data.write(data.series("fred:GDP", as_of="latest"), "gdp.xls"), InvalidInputError, ".parquet"),
            (lambda: data.write(data.series("fred:GDP", as_of="latest"), "gdp.csv"), ConflictError, "fred"),
        ],
    )
    def test_a_wrong_question_raises_what_to_do(self, ask, error, why):
        with pytest.raises(error, match=why):
            ask()

    def test_as_of_is_required(self):
        with pytest.raises(TypeError, match="as_of"):
            data.series("fred:GDP")


def test_a_home_that_was_not_started_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("NAUTILUS_HOME", str(tmp_path))
    with pytest.raises(UnavailableError, match="nautilus up"):
        data.series("fred:GDP", as_of="latest")


def test_reparse_asks_for_a_job_and_shows_what_it_did(gateway, command):
    job = {"job": 3, "kind": "reparse", "state": "DONE", "sheet": [], "rows": 0, "seconds": 0.0, "problem": ""}
    gateway.answers["POST /api/marketdata/jobs"] = (201, job)
    done = command("data", "reparse", "fred", "--json")
    assert json.loads(done.out) == job
    assert gateway.asked[-1][2] == {"kind": "reparse", "sources": ["fred"]}
    gateway.answers["GET /api/marketdata/jobs"] = (200, {"items": [job], "next_cursor": ""})
    assert "DONE" in command("data", "jobs").out
