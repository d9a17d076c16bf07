"""What was parked, of all engines or of one."""

from nautilus.kernel.config import ENGINE_PORTS

LETTER = {
    "dead_id": "1-1",
    "topic": "strategy.deployments",
    "message_id": "strategy-7",
    "key": "3",
    "error": "ValueError: unlucky",
    "attempts": 3,
    "ts_init": 1_388_700_000_000_000_000,
}


def test_those_of_all_engines_are_printed_with_their_engine(gateway, command):
    for name in ENGINE_PORTS:
        items = [LETTER] if name == "execution" else []
        gateway.answers[f"GET /api/{name}/dead-letters"] = 200, {"items": items, "next_cursor": None}
    assert command("dead-letters", "--json").json == [{"engine": "execution", **LETTER}]
    lines = command("dead-letters").out.splitlines()
    assert lines[2].split()[:4] == ["execution", "2014-01-02", "22:00:00", "strategy.deployments"]
    assert lines[2].endswith("ValueError: unlucky")


def test_those_of_one_engine(gateway, command):
    gateway.answers["GET /api/risk/dead-letters"] = 200, {"items": [], "next_cursor": None}
    assert command("dead-letters", "--engine", "risk").out == "No dead letters.\n"
    assert len(gateway.asked) == 1
