"""`nautilus ingest` posts a job with an absolute folder, watches it, and prints its sheet."""

import pytest

from nautilus.cli import ingest

LINE = {
    "source": "pystock",
    "part": "daily.parquet",
    "sha256": "ab",
    "fetched": 12,
    "added": 8,
    "revised": 1,
    "unchanged": 1,
    "quarantined": 2,
    "requests": 3,
    "reasons": {"price is not positive": 2},
    "is_done": True,
}
JOB = {
    "job": 4,
    "kind": "ingest",
    "sources": ["pystock"],
    "folder": "/f",
    "state": "WAITING",
    "source": "",
    "part": "",
    "parts": 0,
    "parts_done": 0,
    "rows": 0,
    "seconds": 0.0,
    "requests": 0,
    "problem": "",
    "sheet": [],
}
DONE = JOB | {"state": "DONE", "parts": 1, "parts_done": 1, "rows": 12, "seconds": 2.0, "requests": 3, "sheet": [LINE]}


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(ingest, "_POLL_SECONDS", 0.001)


@pytest.fixture
def job(gateway):
    """The gateway takes the job; it then is in these states, one after the other. A number is an HTTP status."""
    gateway.answers["POST /api/marketdata/jobs"] = (201, JOB)

    def job(*states):
        left = list(states)

        def answer(_query, _body):
            state = left.pop(0)
            return (state, {"detail": "restarting"}) if isinstance(state, int) else (200, state)

        gateway.answers["GET /api/marketdata/jobs/4"] = answer

    return job


def test_the_folder_is_sent_whole_and_the_sheet_is_printed(job, gateway, command, tmp_path, monkeypatch):
    job(JOB | {"state": "RUNNING"}, 503, DONE)
    (tmp_path / "shared").mkdir()
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    done = command("ingest", "--folder", "../shared", "--source", "pystock", "--source", "lean")
    assert done.status == 0
    sent = {"kind": "ingest", "sources": ["pystock", "lean"], "folder": str(tmp_path / "shared")}
    assert gateway.asked[0] == ("POST /api/marketdata/jobs", {}, sent)
    head, _, row, total = done.out.splitlines()
    assert head.split() == [
        "source",
        "part",
        "fetched",
        "new",
        "revised",
        "unchanged",
        "quarantined",
        "requests",
        "reasons",
    ]
    assert row.split()[:7] == ["pystock", "daily.parquet", "12", "8", "1", "1", "2"]
    assert "price is not positive 2" in row
    assert total == "12 rows fetched, 8 new, 1 revised, 2 set aside, in 2.0 s, 6 rows/s; 3 requests."


def test_json_is_the_job_itself(job, command):
    job(DONE)
    assert command("ingest", "--json").json == DONE


@pytest.mark.parametrize(("name", "says"), [("missing", "does not exist"), ("file", "is no folder")])
def test_a_folder_that_is_none_is_refused_before_anything_is_asked(gateway, command, tmp_path, name, says):
    (tmp_path / "file").write_text("x")
    done = command("ingest", "--folder", str(tmp_path / name))
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert f"{tmp_path / name} {says}; name a folder" in done.err
    assert gateway.asked == []


def test_what_the_platform_refuses_is_one_line(gateway, command, tmp_path):
    gateway.answers["POST /api/marketdata/jobs"] = (422, {"detail": "there is no file of any source in it"})
    done = command("ingest", "--folder", str(tmp_path))
    assert (done.status, done.err) == (1, "nautilus: there is no file of any source in it\n")


def test_a_failed_job_says_why_after_its_sheet(job, command):
    job(DONE | {"state": "FAILED", "problem": "The disk is full: free some space."})
    done = command("ingest")
    assert done.status == 1
    assert "daily.parquet" in done.out
    assert done.err == "nautilus: Job 4 ended as FAILED. The disk is full: free some space.\n"


def test_ctrl_c_leaves_the_job_running_and_says_how_to_look(job, command, monkeypatch):
    def interrupted(_seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr(ingest.time, "sleep", interrupted)
    done = command("ingest")
    assert done.status == 130
    assert "Job 4 goes on. Look at it: nautilus data jobs" in done.err


def test_without_a_platform_it_says_how_to_start_one(command, tmp_path, monkeypatch):
    monkeypatch.setenv("NAUTILUS_HOME", str(tmp_path / "nowhere"))
    done = command("ingest")
    assert done.status == 1
    assert "Start it: nautilus up" in done.err


def test_progress_says_how_far_and_how_fast():
    running = DONE | {"state": "RUNNING", "source": "pystock", "part": "daily.parquet", "rows": 3_000_000}
    assert ingest.progress(running) == (
        "job 4 running  1 of 1 parts  3,000,000 rows  1,500,000 rows/s  pystock daily.parquet"
    )


def test_a_backfill_is_asked_for_and_watched(job, gateway, command):
    job(DONE)
    assert command("data", "backfill", "AAPL", "--source", "lean").status == 0
    body = {"kind": "backfill", "sources": ["lean"], "symbols": ["AAPL"]}
    assert gateway.asked[0] == ("POST /api/marketdata/jobs", {}, body)


def test_schedules_and_chains_are_set_and_shown(gateway, command):
    held = {"name": "nightly", "kind": "ingest", "sources": ["fred"], "next_run": "2026-01-06T06:30:00Z", "problem": ""}
    gateway.answers["PUT /api/marketdata/schedules/nightly"] = (200, held)
    gateway.answers["GET /api/marketdata/schedules"] = (200, {"items": [held], "next_cursor": None})
    gateway.answers["DELETE /api/marketdata/schedules/nightly"] = (200, held)
    gateway.answers["PUT /api/marketdata/chains/bars"] = (200, {"kind": "bars", "sources": ["lean"], "is_set": True})
    done = command("data", "schedule", "set", "nightly", "--every", "1d", "--at", "06:30", "--source", "fred")
    assert done.out == "nightly: ingest is next at 2026-01-06T06:30:00Z\n"
    sent = {"every_seconds": 86_400, "at": "06:30", "kind": "ingest", "sources": ["fred"], "priority": 0}
    assert gateway.asked[-1] == ("PUT /api/marketdata/schedules/nightly", {}, sent)
    assert command("data", "schedule", "list", "--json").json == [held]
    assert command("data", "schedule", "remove", "nightly").out == "nightly is removed.\n"
    assert command("data", "chains", "bars", "lean", "--json").json[0]["sources"] == ["lean"]
    wrong = command("data", "schedule", "set", "x", "--every", "soon")
    assert wrong.status == 1
    assert "'soon' is no time" in wrong.err


def test_policies_are_shown_with_what_they_come_to(gateway, command):
    figures = {"payloads": 3, "plain_bytes": 900, "stored_bytes": 500}
    held = {"name": "raw archive", "kind": "compression", "rule": "zstd of each payload", "figures": figures}
    gateway.answers["GET /api/marketdata/policies"] = (200, {"items": [held], "next_cursor": None})
    assert command("data", "policies", "--json").json == [held]
    assert "payloads 3, plain_bytes 900, stored_bytes 500" in command("data", "policies").out
