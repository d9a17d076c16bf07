from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kernel.bus.harness import NUMBERS
from nautilus.kernel.bus.streams import partition, stream_of, streams_of

FOUR = replace(NUMBERS, partitions=4)


def test_a_key_stays_in_its_partition_for_ever() -> None:
    """CRC-32 by its published check value; another hash would split the order of keys that are on a bus now."""
    assert partition("123456789", 2**32) == 0xCBF43926
    assert partition("123456789", 4) == 0xCBF43926 % 4
    assert stream_of(FOUR, "123456789") == b"logic:test.numbers:2"


@given(st.text())
def test_every_message_lands_in_a_stream_that_someone_reads(key: str) -> None:
    assert stream_of(FOUR, key) in streams_of(FOUR)
    assert [stream_of(NUMBERS, key)] == streams_of(NUMBERS) == [b"logic:test.numbers"]


def test_an_owner_reads_its_partitions_only() -> None:
    assert streams_of(FOUR, [0, 3]) == [b"logic:test.numbers:0", b"logic:test.numbers:3"]
    assert streams_of(NUMBERS, [0, 3]) == [b"logic:test.numbers"]
    assert streams_of(NUMBERS, [3]) == streams_of(FOUR, [4]) == []
