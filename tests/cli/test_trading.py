"""Orders, fills, positions, account, limits, kill: all rows, in the words of the engines."""

import pytest

FILL = {
    "instrument_id": "AAPL.XNAS",
    "side": "BUY",
    "quantity": "10",
    "price": "101.50",
    "multiplier": "1",
    "commission": "1.00",
    "strategy_id": "momentum",
    "client_order_id": "1-momentum-1",
    "ts_event": 1_388_700_000_000_000_000,
}


def pages(count):
    """A list route with `count` items, two a page."""

    def answer(query, _body):
        first = int(query.get("cursor", 0))
        items = [FILL | {"client_order_id": f"1-momentum-{i}"} for i in range(first, min(first + 2, count))]
        following = str(first + 2) if first + 2 < count else None
        return 200, {"items": items, "next_cursor": following}

    return answer


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("orders", "GET /api/execution/orders"),
        ("fills", "GET /api/execution/fills"),
        ("positions", "GET /api/portfolio/positions"),
    ],
)
def test_all_pages_are_printed(gateway, command, name, route):
    gateway.answers[route] = pages(5)
    done = command(name, "--json", "--run", "7")
    assert done.status == 0
    assert [row["client_order_id"] for row in done.json] == [f"1-momentum-{i}" for i in range(5)]
    assert done.json[0]["price"] == "101.50"
    assert [query.get("run") for _, query, _ in gateway.asked] == ["7", "7", "7"]
    assert [query.get("cursor") for _, query, _ in gateway.asked] == [None, "2", "4"]


def test_without_run_none_is_sent(gateway, command):
    gateway.answers["GET /api/execution/fills"] = pages(1)
    assert command("fills").status == 0
    assert "run" not in gateway.asked[0][1]


def test_a_table_is_aligned_and_shows_dates(gateway, command):
    gateway.answers["GET /api/execution/fills"] = pages(2)
    lines = command("fills").out.splitlines()
    assert lines[0].split()[:3] == ["ts_event", "strategy_id", "instrument_id"]
    assert lines[2].startswith("2014-01-02 22:00:00  momentum")
    assert len({line.index("AAPL") for line in lines[2:]}) == 1


def test_no_rows_are_a_sentence_and_an_empty_list(gateway, command):
    gateway.answers["GET /api/execution/orders"] = pages(0)
    assert command("orders").out == "No orders.\n"
    assert command("orders", "--json").json == []


def test_before_the_first_run_there_are_no_rows_but_an_unknown_run_is_an_error(gateway, command):
    for route in ("execution/orders", "execution/fills", "portfolio/positions", "portfolio/account"):
        gateway.answers[f"GET /api/{route}"] = (404, {"title": "Not found", "detail": "No run has started yet."})
    for name in ("orders", "fills", "positions"):
        assert command(name, "--json").json == []
        assert command(name).out == "No run has started yet.\n"
        unknown = command(name, "--json", "--run", "999")
        assert (unknown.status, unknown.out, unknown.err) == (1, "", "nautilus: No run has started yet.\n")
    assert command("account", "--json").status == 1


def test_account_is_flat(gateway, command):
    account = {"run": 1, "starting_cash": "100000.00", "cash": "98984.00", "equity": "100010.00", "final": True}
    gateway.answers["GET /api/portfolio/account"] = (200, account)
    assert command("account", "--json").json == account
    assert "98984.00" in command("account").out


def test_kill_and_rearm_say_why(gateway, command):
    gateway.answers["POST /api/risk/kill"] = (200, {"halted": True})
    gateway.answers["POST /api/risk/rearm"] = (200, {"halted": False})
    assert command("kill", "--reason", "odd prices").status == 0
    assert command("rearm", "--account", "paper-3").status == 0
    assert [body for _, _, body in gateway.asked] == [
        {"reason": "odd prices"},
        {"reason": "by hand", "account": "paper-3"},
    ]


def test_limits_are_listed(gateway, command):
    limits = [{"account": "paper-1", "order_notional": "10000", "halted": False}]
    gateway.answers["GET /api/risk/limits"] = (200, {"items": limits, "next_cursor": None})
    assert command("limits", "--json").json == limits
    assert "paper-1" in command("limits").out


def test_a_refusal_is_its_own_explanation(gateway, command):
    problem = {"title": "Input is not valid", "detail": "run 9 is unknown; there are 1 to 3", "errors": []}
    gateway.answers["GET /api/portfolio/account"] = (404, problem)
    done = command("account", "--run", "9")
    assert (done.status, done.out) == (1, "")
    assert done.err == "nautilus: run 9 is unknown; there are 1 to 3\n"


def test_field_errors_are_named(gateway, command):
    problem = {"detail": "Input is not valid.", "errors": [{"pointer": "#/reason", "detail": "too long"}]}
    gateway.answers["POST /api/risk/kill"] = (422, problem)
    assert command("kill").err == "nautilus: Input is not valid. (#/reason: too long)\n"


def test_an_answer_that_is_no_json_is_named(gateway, command):
    gateway.answers["GET /api/portfolio/account"] = (500, b"<html>")
    assert command("account").err == "nautilus: GET /api/portfolio/account was answered with HTTP 500\n"


def test_a_wrong_token_is_refused(gateway, command, tmp_path):
    (tmp_path / "token").write_text("other")
    done = command("account")
    assert done.status == 1
    assert f"is served by a Nautilus of another home than {tmp_path}. Set NAUTILUS_HOME and" in done.err


def test_nothing_running_is_one_line(command, monkeypatch, tmp_path):
    monkeypatch.setenv("NAUTILUS_HOME", str(tmp_path))
    monkeypatch.setenv("NAUTILUS_PORT_OFFSET", "21937")
    done = command("account")
    assert "has not been started there. Start it: nautilus up" in done.err
    (tmp_path / "token").write_text("t" * 40)
    done = command("account")
    assert done.status == 1
    assert done.err.startswith("nautilus: Nautilus does not answer on port 29938: ")
    assert done.err.count("\n") == 1
