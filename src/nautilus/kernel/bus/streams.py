"""Which stream a message goes to."""

import zlib
from collections.abc import Collection

from nautilus.kernel.messages import Topic


def partition(key: str, partitions: int) -> int:
    """CRC-32 of the key modulo `partitions`: equal in every process and version, unlike `hash`."""
    return zlib.crc32(key.encode()) % partitions


def stream_of(topic: Topic, key: str) -> bytes:
    """`market:marketdata.frames`, or `….frames:3` for partition 3 of a topic that has several."""
    if topic.partitions == 1:
        return topic.stream.encode()
    return f"{topic.stream}:{partition(key, topic.partitions)}".encode()


def streams_of(topic: Topic, owned: Collection[int] | None = None) -> list[bytes]:
    """Streams of the owned partitions; None owns all. A topic that is not partitioned is partition 0."""
    mine = [number for number in range(topic.partitions) if owned is None or number in owned]
    if topic.partitions == 1:
        return [topic.stream.encode() for _ in mine]
    return [f"{topic.stream}:{number}".encode() for number in mine]
