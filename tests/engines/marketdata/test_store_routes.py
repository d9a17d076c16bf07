"""What the page Data asks of marketdata, on bundled and real history: found by words, as of a time, graded, traced.

Oracles: the files themselves, read by Polars alone, and the calendar by exchange_calendars alone.
"""

import asyncio
import warnings
from collections import Counter
from datetime import UTC, date, datetime

import exchange_calendars
import msgspec
import polars as pl
import pytest
from psycopg.types.json import Jsonb

from conftest import require
from history.conftest import REVISED, SHARED, _some_of_pystock, market, write
from nautilus.engines.marketdata import ENGINE
from nautilus.engines.marketdata.api import ROUTES
from nautilus.engines.marketdata.service import MarketdataService
from nautilus.engines.marketdata.store import Archive, FactStore
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError, NotFoundError
from nautilus.kernel.migrations import migrate
from nautilus.sources import find_source
from nautilus.sources.base import Payload
from support.engine import ask, bench

pytestmark = pytest.mark.stack

PARTS = {
    "sample": ("manifest.json", "equities.parquet", "observations.parquet"),
    "fred": ("series", "vintages of GDP"),
    "edgar": ("symbols", "facts"),
    "pystock": ("symbols",),
}
NVIDIA = "cik:0001045810"
DAY_NS = 86_400_000_000_000


@pytest.fixture(scope="module")
def stored(database_url, tmp_path_factory):
    """URL of a database with some parts of the bundled sample, and of the shared files where they are."""
    migrate(database_url)
    asyncio.run(_store(database_url, tmp_path_factory.mktemp("raw")))
    return database_url


async def _store(url, folder):
    database = Database(url, max_size=2)
    await database.open()
    store = FactStore(database, Archive(folder))
    is_shared = (SHARED / "market").is_dir()
    for name, parts in PARTS.items() if is_shared else [("sample", PARTS["sample"])]:
        source = find_source(name)
        client = source.connect(None if name == "sample" else SHARED)
        for part in await client.plan():
            if part.name in parts:
                await write(store, source, await client.fetch(part))
    if is_shared:
        await write(store, find_source("pystock"), _some_of_pystock())
    await database.close()


@pytest.fixture
async def service(stored, tmp_path):
    async with bench(MarketdataService, ENGINE, stored, tmp_path) as running:
        yield running.service


@pytest.fixture
def shared():
    require(f"{SHARED}/market", "real history to read as of a time")


async def get(service, path, **query):
    """The answer as a client has it."""
    answer = await ask(ROUTES, service, "GET", path, query={name: str(value) for name, value in query.items()})
    return msgspec.json.decode(msgspec.json.encode(answer))


def ns(day):
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000_000_000


async def test_words_find_what_the_sample_has(service):
    exact = (await get(service, "/catalogue", words="sample:GDPC1"))["items"]
    assert [(item["kind"], item["subject"]) for item in exact] == [("series", "sample:GDPC1")]
    assert (exact[0]["title"], exact[0]["detail"]) == (
        "Real gross domestic product",
        "billions of chained 2005 US$, annual rate, quarterly",
    )
    (split,) = (await get(service, "/catalogue", words="aapl split", kind="events"))["items"]
    assert (split["subject"], split["part"]) == ("AAPL.XNAS", "SPLIT")
    assert (await get(service, "/catalogue", words="dom prod gross"))["items"], "beginnings of words, in any order"
    assert not (await get(service, "/catalogue", words="omestic"))["items"], "the middle of a word is no beginning"
    assert not (await get(service, "/catalogue", words="'; DROP TABLE %_ \\"))["items"]


async def test_a_name_itself_comes_before_names_that_begin_so_and_those_before_others(service, shared):
    del shared
    found = (await get(service, "/catalogue", words="GDP"))["items"]
    assert found[0]["subject"] == "fred:GDP"
    symbols = [item["subject"] for item in found if item["kind"] in ("series", "instrument")]
    assert symbols.index("fred:GDP") < symbols.index("sample:GDPC1")
    facts = (await get(service, "/catalogue", words="nvidia assets", kind="facts"))["items"]
    assert facts[0]["part"] == "us-gaap:Assets"
    assert {item["subject"] for item in facts} == {NVIDIA}


async def test_pages_of_a_search_give_each_entry_once(service):
    whole = (await get(service, "/catalogue", limit=1_000))["items"]
    seen, cursor = [], ""
    while cursor is not None:
        page = await get(service, "/catalogue", limit=7, cursor=cursor)
        seen += page["items"]
        cursor = page["next_cursor"]
        if len(seen) >= 70:
            break
    assert seen == whole[: len(seen)]
    keys = [(item["kind"], item["subject"], item["part"]) for item in whole]
    assert len(set(keys)) == len(keys)


async def test_what_is_stored_later_is_found(service, monkeypatch):
    monkeypatch.setattr("nautilus.history.search.GATHER_SECONDS", 0.0)
    assert not (await get(service, "/catalogue", words="NEWONE"))["items"]
    database = service.context.database
    await database.execute(
        "INSERT INTO marketdata.series (series_id, title, unit, frequency, rule, revised, source)"
        " VALUES ('NEWONE', 'Only here', 'percent', 'daily', 'none', false, 'sample')"
    )
    await database.execute(
        "INSERT INTO marketdata.observation (series_id, source, valid, known, value, origin_id, raw_id)"
        " SELECT 'NEWONE', 'sample', '2020-01-01', '2020-01-02', 1, min(origin_id), (SELECT min(raw_id) FROM"
        " marketdata.raw) FROM marketdata.origin"
    )
    (found,) = (await get(service, "/catalogue", words="NEWONE"))["items"]
    assert (found["title"], found["detail"]) == ("Only here", "percent, daily")


@pytest.mark.parametrize("as_of", ["1995-03-01", "2008-11-25", "2014-05-01", "2020-08-01"])
async def test_gdp_is_as_alfred_had_it_on_the_day(service, shared, as_of):
    del shared
    given = await get(service, "/courses", kind="series", subject="fred:GDP", as_of=as_of)
    held = market("alfred_gdp_vintages").filter(
        (pl.col("realtime_start") <= as_of) & (pl.col("realtime_end") >= as_of) & pl.col("value").is_not_null()
    )
    expected = {ns(row["date"]): row["value"] for row in held.iter_rows(named=True)}
    assert dict(zip(given["valid"], given["value"], strict=True)) == expected
    assert max(given["known"]) <= ns(date.fromisoformat(as_of)) + DAY_NS
    assert (given["unit"], given["frequency"]) == ("Billions of Dollars", "quarterly")
    assert find_source("fred").spec.licence in given["withheld"], "it may not be passed on, and says why"


async def test_vintages_say_when_something_became_known_and_what_was_said_first(service, shared):
    del shared
    given = await get(service, "/courses/vintages", kind="series", subject="fred:GDP", as_of="latest")
    rows = market("alfred_gdp_vintages")
    assert set(rows["realtime_start"].to_list()) <= set(given["changes"])
    assert given["changes"] == sorted(set(given["changes"]))
    first = rows.filter(pl.col("value").is_not_null()).sort("realtime_start").group_by("date").first()
    expected = {ns(row["date"]): row["value"] for row in first.iter_rows(named=True)}
    assert dict(zip(given["valid"], given["first"], strict=True)) == expected
    last = rows.filter(pl.col("value").is_not_null()).sort("realtime_start").group_by("date").last()
    expected = {ns(row["date"]): row["value"] for row in last.iter_rows(named=True)}
    assert {
        t: v for t, v in zip(given["valid"], given["now"], strict=True) if v is not None
    }.items() <= expected.items()


async def test_versions_of_one_quarter_are_those_of_alfred(service, shared):
    del shared
    query = {"kind": "series", "subject": "fred:GDP", "as_of": "latest", "valid": "2014-01-01"}
    given = await get(service, "/courses/versions", **query)
    rows = market("alfred_gdp_vintages").filter(pl.col("date") == date(2014, 1, 1)).sort("realtime_start")
    changed = rows.filter(pl.col("value").ne_missing(pl.col("value").shift(1)) | (pl.int_range(pl.len()) == 0))
    assert given["value"] == changed["value"].to_list()
    by_number = await get(service, "/courses/versions", **query | {"valid": ns(date(2014, 1, 1))})
    assert by_number["value"] == given["value"]


async def test_facts_are_of_one_unit_and_length_and_of_a_time(service, shared):
    del shared
    query = {"kind": "facts", "subject": NVIDIA, "concept": "us-gaap:Revenues"}
    given = await get(service, "/courses", as_of="2016-01-31", variant="USD, 12 months", **query)
    rows = (
        market("edgar_company_facts")
        .filter((pl.col("cik").cast(pl.Int64) == 1045810) & (pl.col("tag") == "Revenues") & (pl.col("unit") == "USD"))
        .with_columns(pl.col("start", "end", "filed").str.to_date())
        .filter(
            (pl.col("end") - pl.col("start")).dt.total_days().is_between(350, 380), pl.col("filed") < date(2016, 1, 31)
        )
        .sort("filed")
        .group_by("end")
        .last()
    )
    expected = {ns(row["end"]): row["val"] for row in rows.iter_rows(named=True)}
    assert expected
    assert dict(zip(given["valid"], given["value"], strict=True)) == expected
    assert given["variant"] in given["variants"]


async def test_a_revised_close_is_shown_as_it_was_first_and_as_it_is(service, shared):
    """The file of revisions says both."""
    del shared
    for symbol in REVISED:
        query = {"kind": "bars", "subject": f"{symbol}.US", "basis": "assumed"}
        given = await get(service, "/courses/vintages", as_of="latest", **query)
        told = market("us_equity_daily_pystock_revisions").filter(pl.col("symbol") == symbol)
        rows = told.select("date", "close_first", "close_last").iter_rows()
        expected = {str(day): (first, last) for day, first, last in rows if first != last}
        rows = zip(given["valid"], given["first"], given["now"], strict=True)
        found = {_day(at): (first, now) for at, first, now in rows if first != now}
        assert found
        assert found.items() <= expected.items()  # some of TCO are another share under its symbol, and set aside
        for at in [at for at, one in enumerate(given["first"]) if one != given["now"][at]]:
            valid = given["valid"][at]
            versions = await get(service, "/courses/versions", as_of="latest", valid=valid, **query)
            assert (versions["value"][0], versions["value"][-1]) == (given["first"][at], given["now"][at])
            then = datetime.fromtimestamp(versions["known"][0] / 1e9, UTC).isoformat()
            before = await get(service, "/courses", as_of=then, **query)
            assert dict(zip(before["valid"], before["value"], strict=True))[valid] == given["first"][at]


def _day(at_ns):
    return str(datetime.fromtimestamp(at_ns / 1e9, UTC).date())


async def test_the_basis_leaves_out_and_says_so(service):
    query = {"kind": "bars", "subject": "AAPL.XNAS", "as_of": "latest"}
    recorded = await get(service, "/courses", **query)
    assumed = await get(service, "/courses", basis="assumed", **query)
    assert (recorded["value"], recorded["left_out"]) == ([], len(assumed["value"]))
    assert any("basis" in remark for remark in recorded["remarks"])
    assert {origin["known_basis"] for origin in assumed["origins"]} == {"assumed"}
    assert len(assumed["origin"]) == len(assumed["valid"])
    assert assumed["withheld"] == ""
    adjusted = await get(service, "/courses", basis="assumed", adjust="split", start="2000-01-01", **query)
    assert set(adjusted["valid"]) <= set(assumed["valid"])


async def test_lineage_leads_from_a_value_to_its_bytes(service):
    course = await get(service, "/courses", kind="series", subject="sample:GDPC1", as_of="latest", basis="assumed")
    (step,) = (await get(service, "/lineage", id=course["origins"][course["origin"][-1]]["id"]))["items"]
    payload: Payload = await _payload("sample", "observations.parquet")
    assert (step["bytes"], step["sha256"]) == (len(payload.content), _sha256(payload.content))
    assert step["rule"] == course["origins"][course["origin"][-1]]["rule"]
    assert step["licence"] == find_source("sample").spec.licence


async def _payload(source, part):
    client = find_source(source).connect(None)
    return await client.fetch(next(each for each in await client.plan() if each.name == part))


def _sha256(content):
    from hashlib import sha256

    return sha256(content).hexdigest()


async def test_gaps_are_the_calendar_less_the_bars(service, shared):
    del shared
    given = await get(service, "/quality/gaps", names="A.US", until="2016-06", months=6)
    assert given["months"] == [f"2016-{month:02}" for month in range(1, 7)]
    (line,) = given["items"]
    bars = market("us_equity_daily_pystock_2015_2017")
    held = {str(day)[:10] for day in bars.filter(pl.col("symbol") == "A")["date"].to_list()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pandas, for what exchange_calendars itself does
        sessions = [f"{day:%Y-%m-%d}" for day in exchange_calendars.get_calendar("XNYS").sessions]
    for month, expected, present in zip(given["months"], line["expected"], line["present"], strict=True):
        days = [day for day in sessions if day.startswith(month)]
        assert expected == len(days)
        assert present == sum(day in held for day in days)


async def test_without_names_gaps_go_through_all_instruments(service):
    seen, cursor = [], ""
    while cursor is not None:
        page = await get(service, "/quality/gaps", limit=2, months=1, cursor=cursor)
        seen += dict.fromkeys(item["symbol"] for item in page["items"])
        cursor = page["next_cursor"]
    assert seen == sorted(set(seen))
    rows = await service.context.database.fetch(
        "SELECT DISTINCT instrument_id FROM marketdata.bar WHERE step_seconds = 86400 AND price_type = 'LAST'"
    )
    assert set(seen) == {row[0] for row in rows}


async def test_quality_counts_what_was_stored_and_set_aside(service):
    database = service.context.database
    sources = (await get(service, "/quality/sources"))["items"]
    sample = next(line for line in sources if line["source"] == "sample")
    count = await database.fetch_one(
        "SELECT (SELECT count(*) FROM marketdata.bar WHERE source = 'sample'), (SELECT count(*) FROM"
        " marketdata.raw WHERE source = 'sample')"
    )
    assert (sample["kinds"]["bar"], sample["payloads"]) == tuple(count)
    aside = (await get(service, "/quality/quarantine"))["items"]
    (held,) = await database.fetch_one("SELECT count(*) FROM marketdata.quarantine")
    assert sum(line["rows"] for line in aside) == held


async def test_grades_come_worst_first_with_their_findings(service):
    assert (await get(service, "/quality/grades"))["items"] == [], "nothing was checked yet"
    database = service.context.database
    graded = [("B", "C", 0.004), ("C", "F", 0.4), ("A", "A", 0.0), ("D", "F", 0.4)]
    for subject, letter, share in graded:
        await database.execute(
            "INSERT INTO marketdata.grade (dataset, subject, grade, reasons, row_count, rule, share)"
            " VALUES ('bar/sample/LAST/86400', %s, %s, %s, 100, 'a rule', %s)",
            (subject, letter, Jsonb({"spike": 2}), share),
        )
    await database.execute(
        'INSERT INTO marketdata.finding (dataset, subject, valid, "check", severity, evidence, origin_id, raw_id)'
        " VALUES ('bar/sample/LAST/86400', 'C', '2020-01-02', 'spike', 2, '{\"close\": 9}', 1, 1)"
    )
    seen, cursor = [], ""
    while cursor is not None:
        page = await get(service, "/quality/grades", limit=3, cursor=cursor)
        seen += page["items"]
        cursor = page["next_cursor"]
    assert [(line["subject"], line["grade"]) for line in seen] == [("C", "F"), ("D", "F"), ("B", "C"), ("A", "A")]
    assert [line["subject"] for line in (await get(service, "/quality/grades", grade="C"))["items"]] == ["B"]
    (sample,) = [one for one in (await get(service, "/quality/sources"))["items"] if one["source"] == "sample"]
    assert sample["grades"] == Counter(letter for _, letter, _ in graded)
    found = await get(service, "/quality/findings", dataset=seen[0]["dataset"], subject="C")
    assert [(item["check"], item["evidence"]) for item in found["items"]] == [("spike", {"close": 9})]


async def test_an_identity_has_the_names_of_its_time(service, shared):
    del shared
    now = await get(service, "/identity", entity=NVIDIA)
    assert "NVDA.US" in {row["instrument_id"] for row in now["listings"]}
    assert "us-gaap:Assets" in now["concepts"]
    with pytest.raises(NotFoundError, match="nobody called"):
        await get(service, "/identity", entity="NOBODY.XX")


async def test_events_are_those_of_the_entity_known_by_then(service):
    query = {"entity": "AAPL.XNAS", "kind": "SPLIT", "basis": "assumed"}
    now = (await get(service, "/events", as_of="latest", **query))["items"]
    then = (await get(service, "/events", as_of="2014-06-08", **query))["items"]
    assert [item["valid"] for item in now] == ["2000-06-21", "2005-02-28", "2014-06-09", "2020-08-31"]
    assert [item["valid"] for item in then] == ["2000-06-21", "2005-02-28"]
    left = await get(service, "/events", as_of="latest", entity="AAPL.XNAS", kind="SPLIT")
    assert (left["items"], left["left_out"]) == ([], 4)


@pytest.mark.parametrize(
    ("path", "query", "error", "told"),
    [
        ("/courses", {"kind": "series", "subject": "fred:NOSUCH", "as_of": "latest"}, NotFoundError, "no series"),
        ("/courses", {"kind": "bars", "subject": "NOSUCH.XX", "as_of": "latest"}, NotFoundError, "NOSUCH.XX"),
        ("/courses", {"kind": "bars", "subject": "AAPL.XNAS", "as_of": "9999-01-01"}, InvalidInputError, "future"),
        ("/courses", {"kind": "bars", "subject": "a'; --", "as_of": "latest"}, InvalidInputError, "no name"),
        (
            "/courses",
            {"kind": "bars", "subject": "AAPL.XNAS", "as_of": "latest", "variant": "3 d"},
            InvalidInputError,
            "1 d",
        ),
        (
            "/courses",
            {"kind": "bars", "subject": "AAPL.XNAS", "as_of": "latest", "start": "2020-01-02", "end": "2020-01-01"},
            InvalidInputError,
            "lies after end",
        ),
        ("/lineage", {"id": "nothing"}, InvalidInputError, "no id of a value"),
        ("/lineage", {"id": "raw:99999"}, NotFoundError, "nothing under"),
        ("/catalogue", {"cursor": "nonsense"}, InvalidInputError, "cursor"),
        ("/quality/gaps", {"names": "NOSUCH.XX"}, NotFoundError, "NOSUCH.XX"),
    ],
)
async def test_what_cannot_be_read_says_why(service, path, query, error, told):
    with pytest.raises(error, match=told):
        await get(service, path, **query)
