"""Replays are started, watched and steered through marketdata's routes."""

import pytest

from nautilus.cli import replay

RUN = {"run": 3, "session": "equities-daily", "state": "RUNNING", "speed": 0.0, "sequence": 1, "record_count": 10}


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(replay, "_POLL_SECONDS", 0.001)


def states(*names):
    """A run that is in the next state each time it is asked for; a number is an HTTP status."""
    left = list(names)

    def answer(_query, _body):
        state = left.pop(0)
        return (state, {"detail": "restarting"}) if isinstance(state, int) else (200, RUN | {"state": state})

    return answer


def test_sessions_are_listed_in_order(gateway, command):
    sessions = [{"name": "equities-daily", "record_count": 10}, {"name": "es-trades", "record_count": 20}]
    gateway.answers["GET /api/marketdata/sessions"] = (200, {"items": sessions, "next_cursor": None})
    assert [session["name"] for session in command("replay", "list", "--json").json] == ["equities-daily", "es-trades"]
    assert "es-trades" in command("replay", "list").out


@pytest.mark.parametrize(("given", "sent"), [("max", 0.0), ("86400", 86400.0), ("0.5", 0.5)])
def test_start_sends_session_and_speed(gateway, command, given, sent):
    gateway.answers["POST /api/marketdata/replays"] = (201, RUN)
    done = command("replay", "start", "--session", "equities-daily", "--speed", given, "--json")
    assert done.json["run"] == 3
    assert gateway.asked == [
        ("POST /api/marketdata/replays", {}, {"session": "equities-daily", "speed": sent}),
    ]


def test_a_session_is_made_of_what_is_chosen_and_played(gateway, command):
    gateway.answers["POST /api/marketdata/sessions"] = (201, {"name": "made", "source": "lean"})
    gateway.answers["POST /api/marketdata/replays"] = (201, RUN)
    chosen = ("--instruments", "SPY.US, IBM.US", "--source", "lean", "--step", "60", "--from", "2013-10-07")
    sent = {"instruments": ["SPY.US", "IBM.US"], "source": "lean", "step_seconds": 60, "first_day": "2013-10-07"}
    assert "lean" in command("replay", "create", *chosen).out
    assert command("replay", "start", *chosen, "--to", "2013-10-08", "--json").json["run"] == 3
    assert [body for _, _, body in gateway.asked] == [
        sent,
        sent | {"last_day": "2013-10-08"},
        {"session": "made", "speed": 0.0},
    ]


@pytest.mark.parametrize("given", [(), ("--session", "x", "--instruments", "SPY.US"), ("--source", "lean")])
def test_what_to_play_is_said_once(gateway, command, given):
    done = command("replay", "start", *given)
    assert done.status == 2
    assert "--instruments" in done.err
    assert gateway.asked == []


def test_a_run_is_shown_in_words(gateway, command):
    gateway.answers["GET /api/marketdata/replays/current"] = (200, RUN | {"watermarks": {}, "stalled_by": []})
    lines = dict(line.split(maxsplit=1) for line in command("replay", "status").out.splitlines())
    assert lines["speed"] == "max"
    assert set(lines) == set(RUN)
    assert command("replay", "status", "--json").json["speed"] == 0.0


@pytest.mark.parametrize("speed", ["0", "-1", "soon", "nan", "inf"])
def test_a_speed_that_is_none_is_refused(gateway, command, speed):
    done = command("replay", "start", "--session", "x", f"--speed={speed}")
    assert done.status == 2
    assert "neither a positive number nor max" in done.err
    assert gateway.asked == []


def test_wait_ends_when_finished_also_over_a_restart_of_the_engine(gateway, command):
    gateway.answers["POST /api/marketdata/replays"] = (201, RUN)
    gateway.answers["GET /api/marketdata/replays/3"] = states("STARTING", "RUNNING", 503, 502, "DRAINING", "FINISHED")
    done = command("replay", "start", "--session", "equities-daily", "--wait", "--json")
    assert done.status == 0
    assert done.json["state"] == "FINISHED"


def test_wait_fails_when_the_run_was_stopped(gateway, command):
    gateway.answers["POST /api/marketdata/replays"] = (201, RUN)
    gateway.answers["GET /api/marketdata/replays/3"] = states("RUNNING", "STOPPED")
    done = command("replay", "start", "--session", "equities-daily", "--wait", "--json")
    assert done.status == 1
    assert done.err == "nautilus: Run 3 ended as STOPPED, not FINISHED.\n"


def test_wait_gives_up_when_nobody_answers_for_too_long(gateway, command, monkeypatch):
    monkeypatch.setattr(replay, "_PATIENCE_SECONDS", 0.0)
    gateway.answers["POST /api/marketdata/replays"] = (201, RUN)
    gateway.answers["GET /api/marketdata/replays/3"] = states(503, 503, 503)
    done = command("replay", "start", "--session", "equities-daily", "--wait")
    assert (done.status, done.err) == (1, "nautilus: restarting\n")


@pytest.mark.parametrize("verb", ["pause", "resume", "stop", "restart"])
def test_the_current_run_is_steered_unless_another_is_named(gateway, command, verb):
    gateway.answers["GET /api/marketdata/replays/current"] = (200, RUN)
    gateway.answers[f"POST /api/marketdata/replays/3/{verb}"] = (200, RUN)
    gateway.answers[f"POST /api/marketdata/replays/2/{verb}"] = (200, RUN | {"run": 2})
    assert command("replay", verb, "--json").json["run"] == 3
    assert command("replay", verb, "--run", "2", "--json").json["run"] == 2


def test_speed_is_changed(gateway, command):
    gateway.answers["GET /api/marketdata/replays/current"] = (200, RUN)
    gateway.answers["POST /api/marketdata/replays/3/speed"] = (200, RUN | {"speed": 60.0})
    assert command("replay", "speed", "60", "--json").json["speed"] == 60.0
    assert gateway.asked[-1][2] == {"speed": 60.0}


def test_status_of_the_current_run(gateway, command):
    gateway.answers["GET /api/marketdata/replays/current"] = (200, RUN)
    assert "equities-daily" in command("replay", "status").out
