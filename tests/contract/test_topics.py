"""What engines declare about topics holds together: names, producers, consumers."""

import importlib
from collections.abc import Iterator

import pytest

from nautilus.kernel.config import ENGINE_PORTS
from nautilus.kernel.engine import Engine
from nautilus.kernel.messages import Topic

NAMES = tuple(ENGINE_PORTS)


def engine(name: str) -> Engine:
    declared: Engine = importlib.import_module(f"nautilus.engines.{name}").ENGINE
    return declared


def own_topics(name: str) -> Iterator[Topic]:
    for value in vars(importlib.import_module(f"nautilus.engines.{name}.messages")).values():
        if isinstance(value, Topic) and value.name.startswith(f"{name}."):
            yield value


@pytest.mark.parametrize("name", NAMES)
def test_ports_and_names_are_those_of_the_design(name: str) -> None:
    declared = engine(name)
    assert (declared.name, declared.port) == (name, ENGINE_PORTS[name])
    assert declared.summary


@pytest.mark.parametrize("name", NAMES)
def test_an_engine_produces_its_own_topics(name: str) -> None:
    """The relay needs this: an event in the outbox for an undeclared topic could not be published."""
    missing = {topic.name for topic in own_topics(name)} - {topic.name for topic in engine(name).produces}
    assert not missing


def test_journaled_topics_have_one_producer() -> None:
    producers: dict[str, list[str]] = {}
    for name in NAMES:
        for topic in engine(name).produces:
            if topic.journaled:
                producers.setdefault(topic.name, []).append(name)
    assert {topic: names for topic, names in producers.items() if len(names) > 1} == {}


def test_what_is_consumed_is_produced() -> None:
    produced = {topic.name for name in NAMES for topic in engine(name).produces}
    assert {topic.name for name in NAMES for topic in engine(name).consumes} <= produced


def test_topic_names_and_message_tags_are_used_once() -> None:
    topics = [topic for name in NAMES for topic in own_topics(name)]
    assert len({topic.name for topic in topics}) == len(topics)
    for topic in topics:
        assert topic.types, topic.name
