"""Logs are rotated under the hands of their writers, and read from the end."""

import threading

from nautilus.stack.logs import KEPT, follow, rotate, tail


def test_rotation_keeps_the_last_ones_and_the_writer_goes_on(tmp_path):
    log = tmp_path / "risk.log"
    with log.open("a") as writer:
        for number in range(KEPT + 2):
            writer.write(f"{number}" * 100 + "\n")
            writer.flush()
            rotate(tmp_path, largest=50)
        writer.write("after\n")
    assert log.read_text() == "after\n"
    kept = sorted(file.name for file in tmp_path.iterdir())
    assert kept == ["risk.log", "risk.log.1", "risk.log.2", "risk.log.3"]
    assert (tmp_path / "risk.log.1").read_text().startswith(str(KEPT + 1))
    assert (tmp_path / "risk.log.3").read_text().startswith(str(KEPT - 1))


def test_a_small_log_is_left_alone(tmp_path):
    (tmp_path / "risk.log").write_text("short\n")
    rotate(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["risk.log"]


def test_tail_reads_the_last_lines_only(tmp_path):
    log = tmp_path / "risk.log"
    log.write_text("".join(f"line {number}\n" for number in range(10_000)))
    assert tail(log, 2) == ["line 9998", "line 9999"]


def test_follow_gives_whole_lines_and_survives_rotation(tmp_path):
    log = tmp_path / "risk.log"
    log.write_text("old\n")
    lines = follow([log], pause=0.01)
    found = []

    def read():
        for stem, line in lines:
            found.append((stem, line))
            written.release()
            if line == "last":
                return

    written = threading.Semaphore(0)
    reader = threading.Thread(target=read, daemon=True)
    with log.open("a") as writer:
        reader.start()
        threading.Event().wait(0.1)
        writer.write("first\nhal")
        writer.flush()
        assert written.acquire(timeout=10)
        writer.write("f\n")
        writer.flush()
        assert written.acquire(timeout=10)
    log.write_text("last\n")
    reader.join(10)
    assert found == [("risk", "first"), ("risk", "half"), ("risk", "last")]
