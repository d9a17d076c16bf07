"""The OpenAPI 3.1 document of an engine, written from the records that are mounted."""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec

from nautilus.kernel.app.fields import document_fields
from nautilus.kernel.app.problems import MEDIA_TYPE, Problem
from nautilus.kernel.app.routes import Html, Plain, Route, Socket

_PARAMETER = re.compile(r"{(\w+)(?::(\w+))?}")
_PATH_TYPES: Mapping[str | None, dict[str, Any]] = {
    None: {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "uuid": {"type": "string", "format": "uuid"},
    "path": {"type": "string"},
}
_TEXTS: Mapping[Any, str] = {Html: "text/html", Plain: "text/plain"}
_NO_JSON = (None, *_TEXTS)


def describe(title: str, summary: str, version: str, routes: Iterable[Route | Socket]) -> dict[str, Any]:
    """The document as plain data."""
    routes = tuple(routes)
    described = [route for route in routes if isinstance(route, Route)]
    replies = [route.reply for route in described if route.reply not in _NO_JSON]
    bodies = [route.body for route in described if route.body is not None]
    queries = [route.query for route in routes if route.query is not None]
    types = list(dict.fromkeys([Problem, *replies, *bodies, *queries]))
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    document_fields(types, components)
    schema_of = dict(zip(types, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        path = _PARAMETER.sub(r"{\1}", route.path)
        method = route.method.lower() if isinstance(route, Route) else "get"
        paths.setdefault(path, {})[method] = _operation(route, schema_of, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "summary": summary, "version": version},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _operation(
    route: Route | Socket, schema_of: Mapping[Any, dict[str, Any]], components: Mapping[str, Any]
) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": _PATH_TYPES[kind or None]}
        for name, kind in _PARAMETER.findall(route.path)
    ]
    if route.query is not None:
        parameters += _query_parameters(schema_of[route.query], components)
    operation: dict[str, Any] = {"operationId": operation_id(route), "summary": route.summary}
    if parameters:
        operation["parameters"] = parameters
    refused = {"description": "Refused", "content": {MEDIA_TYPE: {"schema": schema_of[Problem]}}}
    if isinstance(route, Socket):
        operation["x-websocket"] = True
        operation["responses"] = {"101": {"description": "The connection is a WebSocket now"}, "default": refused}
        return operation
    if route.tags:
        operation["tags"] = list(route.tags)
    if route.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema_of[route.body]}},
        }
    success: dict[str, Any] = {"description": HTTPStatus(route.status).phrase}
    if route.reply in _TEXTS:
        success["content"] = {_TEXTS[route.reply]: {"schema": {"type": "string"}}}
    elif route.reply is not None:
        success["content"] = {"application/json": {"schema": schema_of[route.reply]}}
    operation["responses"] = {str(route.status): success, "default": refused}
    return operation


def operation_id(route: Route | Socket) -> str:
    """`get_replays_run` for GET /replays/{run}: unique within an engine, since path and method are."""
    method = route.method.lower() if isinstance(route, Route) else "socket"
    words = re.findall(r"\w+", _PARAMETER.sub(r"\1", route.path))
    return "_".join([method, *words])


def _query_parameters(schema: Mapping[str, Any], components: Mapping[str, Any]) -> list[dict[str, Any]]:
    struct = components[schema["$ref"].rpartition("/")[2]]
    required = set(struct.get("required", ()))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in struct["properties"].items()
    ]
