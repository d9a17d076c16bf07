"""The encoding under the hash, and the head file."""

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nautilus.kernel.errors import JournalBrokenError
from nautilus.kernel.journal.chain import Head, HeadFile, encode, genesis, link

FIELD = st.one_of(st.binary(max_size=20), st.text(max_size=10), st.integers(-(2**63), 2**63 - 1))
FIELDS = st.lists(FIELD, max_size=5)


def test_an_example_worked_out_by_hand() -> None:
    assert encode(b"\x01", 2, "é") == bytes.fromhex(
        "62 0000000000000001 01"  # b, one byte
        "69 0000000000000008 0000000000000002"  # i
        "73 0000000000000002 c3a9"  # s, two bytes of UTF-8
    )
    assert link(b"\x01", 2, "é") == sha256(encode(b"\x01", 2, "é")).digest()
    assert genesis("alpha") == Head(0, sha256(encode("nautilus.journal.1", "alpha")).digest())


@given(FIELDS, FIELDS)
def test_different_fields_have_different_encodings(one: list, other: list) -> None:
    same = [(type(a), a) for a in one] == [(type(b), b) for b in other]
    assert (encode(*one) == encode(*other)) == same


def test_a_head_reads_back(tmp_path: Path) -> None:
    file = HeadFile(tmp_path / "alpha.head")
    assert file.read() is None
    for seq in (1, 2**62, 3):
        head = Head(seq, genesis(str(seq)).hash)
        file.write(head)
        assert file.read() == head


@pytest.mark.parametrize("text", ["x\n", "00000000000000000001 zz 00000000\n", "1 " + "a" * 64 + "\n"])
def test_what_is_no_head_is_refused(tmp_path: Path, text: str) -> None:
    file = HeadFile(tmp_path / "alpha.head")
    file.path.write_text(text)
    with pytest.raises(JournalBrokenError, match="not a journal head"):
        file.read()


def test_every_changed_digit_of_a_head_is_noticed(tmp_path: Path) -> None:
    file = HeadFile(tmp_path / "alpha.head")
    file.write(genesis("alpha"))
    text = file.path.read_bytes()
    for position in range(0, len(text) - 1, 7):
        changed = bytearray(text)
        changed[position] ^= 1
        file.path.write_bytes(changed)
        with pytest.raises(JournalBrokenError):
            file.read()
