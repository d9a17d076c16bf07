"""What engines declare about topics holds together: names, producers, consumers."""

import ast
import importlib
import logging
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from prometheus_client import CollectorRegistry

from nautilus.kernel.app.runtime import load_name
from nautilus.kernel.bus import BusMetrics, BusPublisher
from nautilus.kernel.clock import LiveClock
from nautilus.kernel.config import ENGINE_PORTS, Config
from nautilus.kernel.database import Database
from nautilus.kernel.engine import Context, Engine, Service
from nautilus.kernel.journal import PostgresJournal
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


@pytest.mark.parametrize("name", NAMES)
async def test_an_engine_consumes_what_it_says(name: str, tmp_path: Path) -> None:
    """Its service, made but not connected to anything, knows what it will read."""
    subscriptions = service(name, tmp_path).subscriptions()
    watched = {topic.name for watch in subscriptions.watches for topic in watch.topics}
    read = {topic.name for topic in (*subscriptions.journaled, *subscriptions.frames)} | watched
    assert read == {topic.name for topic in engine(name).consumes}


@pytest.mark.parametrize("name", NAMES)
def test_journaled_topics_are_read_with_the_journal_and_no_others(name: str, tmp_path: Path) -> None:
    subscriptions = service(name, tmp_path).subscriptions()
    assert all(topic.journaled for topic in subscriptions.journaled)
    assert not any(topic.journaled for topic in subscriptions.frames)


@pytest.mark.parametrize("name", NAMES)
def test_what_an_engine_emits_by_name_is_declared(name: str) -> None:
    declared = {topic.name for topic in engine(name).produces}
    assert {topic.name for topic in sent(name)} <= declared


def test_sends_are_found() -> None:
    """The rule above looks at something: these are sent in plain sight."""
    assert {topic.name for topic in sent("risk")} >= {"risk.changes", "risk.kill", "risk.heartbeats"}


def service(name: str, home: Path) -> Service:
    config = Config(home=str(home), database_url="postgresql://nobody@127.0.0.1:1/none")
    database = Database(config.database_url)
    registry = CollectorRegistry()
    made: Service = load_name(engine(name).service)(
        Context(
            engine=engine(name),
            config=config,
            clock=LiveClock(),
            database=database,
            journal=PostgresJournal(name, database, msgspec.msgpack.Encoder().encode, home),
            publisher=BusPublisher({}, BusMetrics.register(registry)),
            http=httpx.AsyncClient(),
            metrics=registry,
            log=logging.getLogger(name),
        )
    )
    return made


def sent(name: str) -> Iterator[Topic]:
    """Topics that stand by name as the first argument of an `emit` or a `publish` in the engine's modules."""
    package = importlib.import_module(f"nautilus.engines.{name}")
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    for dotted in [module.name for module in found if ".migrations" not in module.name]:
        if dotted.endswith("__main__"):
            continue
        module = importlib.import_module(dotted)
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                topic: Any = getattr(module, ast.unparse(node.args[0]), None)
                if node.func.attr in {"emit", "publish"} and isinstance(topic, Topic):
                    yield topic


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
