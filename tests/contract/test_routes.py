"""What an engine serves and what its OpenAPI document says are the same, for all thirteen and the gateway."""

import importlib
import re
from collections.abc import Iterable
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from starlette.routing import BaseRoute, WebSocketRoute

from nautilus.gateway.api import ROUTES as GATEWAY_ROUTES
from nautilus.kernel.app.endpoints import Endpoint, mount
from nautilus.kernel.app.parked import PARKED
from nautilus.kernel.app.probes import PROBES, Probes
from nautilus.kernel.app.routes import PageQuery, Route, Socket
from nautilus.kernel.config import ENGINE_PORTS

NAMES = (*ENGINE_PORTS, "gateway")


def routes_of(name: str) -> tuple[Route | Socket, ...]:
    if name == "gateway":
        return GATEWAY_ROUTES
    return (*PARKED, *importlib.import_module(f"nautilus.engines.{name}.api").ROUTES)


async def _nothing() -> list[Any]:
    return []


def document_of(name: str) -> dict[str, Any]:
    probes = Probes(
        name=name,
        summary=name,
        registry=CollectorRegistry(),
        readiness=_nothing,
        details=dict,
        routes=routes_of(name),
    )
    return probes.document


def mounted(routes: Iterable[BaseRoute]) -> set[tuple[str, str]]:
    """(method, path) of everything that Starlette would serve."""
    found: set[tuple[str, str]] = set()
    for route in routes:
        path = re.sub(r":\w+}", "}", route.path)  # type: ignore[attr-defined]
        if isinstance(route, WebSocketRoute):
            found.add(("get", path))
            continue
        endpoint = route.endpoint  # type: ignore[attr-defined]
        assert isinstance(endpoint, Endpoint), path
        found |= {(method.lower(), path) for method in endpoint.methods if method != "HEAD"}
    return found


@pytest.mark.parametrize("name", NAMES)
def test_mounted_routes_are_documented_and_documented_routes_are_mounted(name: str) -> None:
    served = mounted([*mount(PROBES, lambda: None), *mount(routes_of(name), lambda: None)])
    paths = document_of(name)["paths"]
    documented = {(method, path) for path, operations in paths.items() for method in operations}
    assert documented == served


@pytest.mark.parametrize("name", NAMES)
def test_operations_say_what_they_take_and_give(name: str) -> None:
    document = document_of(name)
    assert document["openapi"] == "3.1.0"
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    identities = [operation["operationId"] for operation in operations]
    assert len(set(identities)) == len(identities)
    for operation in operations:
        assert operation["summary"], operation["operationId"]
        assert "application/problem+json" in operation["responses"]["default"]["content"]


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_leads_somewhere(name: str) -> None:
    document = document_of(name)
    references = set(re.findall(r"'\$ref': '#/components/schemas/([^']+)'", str(document)))
    assert references
    assert references <= set(document["components"]["schemas"])


@pytest.mark.parametrize("name", NAMES)
def test_parameters_of_a_path_are_all_described(name: str) -> None:
    for path, operations in document_of(name)["paths"].items():
        for operation in operations.values():
            described = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"}
            assert described == set(re.findall(r"{(\w+)}", path)), path


@pytest.mark.parametrize("name", NAMES)
def test_lists_take_limit_and_cursor(name: str) -> None:
    """A page of a fixed, short list (topics, definitions) may leave them out, but not one that takes only half."""
    for route in routes_of(name):
        if isinstance(route, Route) and route.query is not None:
            fields = set(route.query.__struct_fields__)
            assert ("limit" in fields) == ("cursor" in fields), route.path
            assert "limit" not in fields or issubclass(route.query, PageQuery), route.path


def test_a_route_that_is_declared_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        mount([*GATEWAY_ROUTES, GATEWAY_ROUTES[0]], lambda: None)
