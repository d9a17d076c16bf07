"""The habits of the house, as checks. Each rule is itself tested on an example that breaks it."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "nautilus"
ENGINES = SOURCES / "engines"
GENERATED = ROOT / "web" / "src" / "api" / "schema"
"""Written by a program, which tests/contract/test_client.py runs again; nobody reads it from top to bottom."""

MOST_LINES_IN_FILE = 400
MOST_LINES_IN_FUNCTION = 60
MOST_ROOT_FILES = 12
ADJECTIVE = re.compile(
    r"(^|_)(simple|enhanced|optimi[sz]ed|ultra|advanced|improved|new|old|fast|smart|real|final|better|v\d+|20\d\d)(_|$)"
)
ROOMS = {"__init__", "messages", "model", "store", "service", "api"}
EXTRA_ROOMS: dict[str, set[str]] = {
    "marketdata": {"live", "player", "worker"},
    "execution": {"node"},
    "backtesting": {"worker"},
}
"""Processes or tasks of one engine that stand beside its service; everything else fits the common shape."""
FAILURES_ARE_DATA = {
    "src/nautilus/kernel/bus/delivery.py:failure_of": (
        "whatever a handler raises, its message is parked with that error as a dead letter, or the queue would stop"
    ),
}
"""Functions, each reviewed, that may catch everything without raising, since they hand the failure on as a value."""
PURE = ("domain", "quant")
INPUT_OUTPUT = {"socket", "asyncio", "psycopg", "httpx", "redis", "subprocess", "requests", "urllib.request"}


def tracked(*suffixes: str) -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [ROOT / name for name in listing if name.endswith(suffixes) and (ROOT / name).is_file()]


def python_files() -> list[Path]:
    return tracked(".py")


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def overlong_functions(source: str) -> list[str]:
    return [
        f"{node.name} ({(node.end_lineno or 0) - node.lineno + 1} lines)"
        for node in functions(ast.parse(source))
        if (node.end_lineno or 0) - node.lineno + 1 > MOST_LINES_IN_FUNCTION
    ]


def swallowed(source: str) -> list[str]:
    """Functions with a handler for everything that does not raise; a handler at the top of a module by its line."""
    tree = ast.parse(source)
    owners = {node: scope.name for scope in functions(tree) for node in ast.walk(scope)}  # the innermost comes last
    return [
        owners.get(node, f"line {node.lineno}")
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or _is_everything(node.type))
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ]


def _is_everything(kind: ast.expr) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(ast.unparse(one) in {"Exception", "BaseException"} for one in kinds)


def random_draws(source: str) -> bool:
    return bool(re.search(r"\bnp\.random\b|\bnumpy\.random\b|^\s*(import random\b|from random import)", source, re.M))


def imported(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def where(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_files_are_short() -> None:
    written = [p for p in tracked(".py", ".ts", ".tsx", ".mjs", ".css") if not p.is_relative_to(GENERATED)]
    assert not {where(p): n for p in written if (n := p.read_text().count("\n")) > MOST_LINES_IN_FILE}


def test_functions_are_short() -> None:
    assert not {where(p): names for p in python_files() if (names := overlong_functions(p.read_text()))}


def test_root_is_a_table_of_contents() -> None:
    files = [p.name for p in tracked("") if p.parent == ROOT and not p.name.startswith(".")]
    assert len(files) <= MOST_ROOT_FILES, sorted(files)


def test_names_are_nouns_without_adjectives_versions_or_dates() -> None:
    assert not [where(p) for p in python_files() if ADJECTIVE.search(p.stem.lower())]


@pytest.mark.parametrize("engine", sorted(p.name for p in ENGINES.iterdir() if (p / "__init__.py").exists()))
def test_each_engine_has_the_same_rooms(engine: str) -> None:
    room = ENGINES / engine
    found = {p.stem for p in room.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    assert found - EXTRA_ROOMS.get(engine, set()) == ROOMS
    assert f'Engine("{engine}"' in re.sub(r"Engine\(\s+", "Engine(", (room / "__init__.py").read_text())


def test_there_are_thirteen_engines() -> None:
    from nautilus.kernel.config import ENGINE_PORTS

    assert {p.name for p in ENGINES.iterdir() if (p / "__init__.py").exists()} == set(ENGINE_PORTS)
    assert len(ENGINE_PORTS) == 13


def test_random_numbers_only_in_simulate() -> None:
    simulate = SOURCES / "quant" / "simulate"
    assert not [
        where(p) for p in SOURCES.rglob("*.py") if not p.is_relative_to(simulate) and random_draws(p.read_text())
    ]


def test_pure_rooms_do_no_input_or_output() -> None:
    pure = [p for room in PURE for p in (SOURCES / room).rglob("*.py")]
    for engine in ENGINES.iterdir():
        for name in ("model", "messages"):
            pure += [*engine.glob(f"{name}.py"), *engine.glob(f"{name}/*.py")]
    assert pure
    assert not {where(p): bad for p in pure if (bad := imported(p.read_text()) & INPUT_OUTPUT)}


def test_no_exception_is_swallowed() -> None:
    found = {f"{where(p)}:{name}" for p in SOURCES.rglob("*.py") for name in swallowed(p.read_text())}
    assert found - FAILURES_ARE_DATA.keys() == set()
    assert FAILURES_ARE_DATA.keys() - found == set(), "no longer there: take it out of the table"


def test_nothing_is_left_to_do() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
    assert not [where(p) for p in SOURCES.rglob("*.py") if marks.search(p.read_text())]


def test_the_rules_find_what_they_look_for() -> None:
    body = "\n".join("    x = 1" for _ in range(MOST_LINES_IN_FUNCTION))
    assert overlong_functions(f"def f():\n{body}\n")
    assert swallowed("try:\n    f()\nexcept Exception:\n    pass\n") == ["line 3"]
    assert swallowed("def g():\n    try:\n        f()\n    except (OSError, Exception):\n        pass\n") == ["g"]
    assert not swallowed("try:\n    f()\nexcept Exception:\n    raise\n")
    assert random_draws("x = np.random.default_rng(1)")
    assert not random_draws("from secrets import token_hex")
    assert ADJECTIVE.search("simple_engine")
    assert ADJECTIVE.search("engine_v2")
    assert not ADJECTIVE.search("realised_volatility")
    assert imported("import socket\nfrom httpx import get") == {"socket", "httpx"}
