import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.bus.harness import NUMBERS, Counted, Unlisted, counted, stop
from nautilus.kernel.bus.codec import Decoder, encode, entries, field_name

TEXT = st.text(max_size=20)


@given(st.lists(st.tuples(TEXT, st.sampled_from(["", "risk-1", "risk-2"])), max_size=30), st.integers(1, 7))
def test_messages_come_back_with_key_and_id_however_they_share_entries(keys, most) -> None:
    fields = [(field_name(key, own), encode(counted(n))) for n, (key, own) in enumerate(keys)]
    batch = [[b"5-%d" % n, list(entry)] for n, entry in enumerate(entries(fields, most))]
    envelopes, undecodable = Decoder(NUMBERS).decode(batch)
    assert undecodable == []
    assert [(e.key, e.message.number) for e in envelopes] == [(key, n) for n, (key, _) in enumerate(keys)]
    assert [e.message_id for e in envelopes if e.message_id.startswith("risk")] == [own for _, own in keys if own]
    without = [e.message_id for e in envelopes if not e.message_id.startswith("risk")]
    assert len(set(without)) == len(without)
    assert all(len(entry) <= 2 * most for _, entry in batch)


def test_the_message_id_is_the_given_one_or_the_entrys() -> None:
    entry = [b"7-1", [b" ES", encode(counted(1)), b" ES", encode(counted(2)), b"x-9 ES", encode(counted(3))]]
    envelopes, _ = Decoder(NUMBERS).decode([entry])
    assert [e.message_id for e in envelopes] == ["7-1", "7-1.1", "x-9"]
    assert {e.entry_id for e in envelopes} == {"7-1"}


def test_several_types_of_a_topic_are_told_apart() -> None:
    batch = [[b"1-1", [b" k", encode(counted(1)), b" k", encode(stop("enough"))]]]
    envelopes, _ = Decoder(NUMBERS).decode(batch)
    assert [e.message for e in envelopes] == [counted(1), stop("enough")]


def test_a_field_that_was_appended_later_does_not_hurt_an_older_reader() -> None:
    class Longer(Counted, frozen=True, array_like=True, kw_only=True, tag="test.counted.1"):
        added: str = ""

    payload = encode(Longer(ts_event=4, ts_init=4, number=4, added="later"))
    envelopes, undecodable = Decoder(NUMBERS).decode([[b"1-1", [b" k", payload]]])
    assert (envelopes[0].message, undecodable) == (counted(4), [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (b" k", b""),
        (b" k", b"\xc1 not msgpack"),
        (b" k", encode(Unlisted(ts_event=1, ts_init=1, number=1))),
        (b" k", msgspec.msgpack.encode(["test.counted.1", "no time", 1, 1])),
        (b" k", msgspec.msgpack.encode({"number": 1})),
        (b"nospace", encode(counted(1))),
        (b"\xff k", encode(counted(1))),
    ],
)
def test_what_cannot_be_decoded_is_set_aside_and_the_rest_goes_on(field: bytes, value: bytes) -> None:
    batch = [[b"1-1", [b" a", encode(counted(0)), field, value, b" b", encode(counted(2))]], [b"1-2", None]]
    envelopes, (bad,) = Decoder(NUMBERS).decode(batch)
    assert [(e.key, e.message.number) for e in envelopes] == [("a", 0), ("b", 2)]
    assert (bad.entry_id, bad.field, bad.value) == ("1-1", field, value)
    assert bad.error


def test_large_messages_do_not_share_an_entry() -> None:
    fields = [(b" k", b"x" * 60_000)] * 5
    assert [len(entry) // 2 for entry in entries(fields, 100)] == [2, 2, 1]
