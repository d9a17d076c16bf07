"""Any list of any engine as one Parquet file: `GET /api/export/<engine>/<path>?<the list's own query>`.

The columns and their types are those of the engine's OpenAPI document, with unit and description as field metadata, so
that a file says what is in it. The list is read page by page into a temporary file; nothing is held whole.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import httpx
import msgspec
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from nautilus.gateway.forward import identity
from nautilus.kernel.app.problems import RequestError
from nautilus.kernel.config import ENGINE_PORTS, Config
from nautilus.kernel.errors import InvalidInputError, NotFoundError, UnavailableError

if TYPE_CHECKING:
    import pyarrow as pa

EXPORT_PATH = "/api/export/{engine}/{path:path}"
MOST_ROWS = 1_000_000
_PAGE_ROWS = 1_000
_CHUNK_BYTES = 262_144
_HELD_BYTES = 16_777_216
"""Of the file that is being written; what is larger lies on disk."""
_MEDIA_TYPE = "application/vnd.apache.parquet"


class Export:
    """The ASGI application of that path."""

    path = EXPORT_PATH

    def __init__(self, config: Config, http: httpx.AsyncClient, token: str) -> None:
        self._config = config
        self._http = http
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        engine, path = scope["path_params"]["engine"], "/" + scope["path_params"]["path"]
        if scope["method"] != "GET":
            raise RequestError(HTTPStatus.METHOD_NOT_ALLOWED, "Allowed here: GET.", headers={"Allow": "GET"})
        if engine not in ENGINE_PORTS:
            raise NotFoundError(f"There is no engine {engine}; there are {', '.join(ENGINE_PORTS)}.")
        query = dict(parse_qsl(str(scope["query_string"], "latin-1"), keep_blank_values=True))
        headers = {str(name, "latin-1"): str(value, "latin-1") for name, value in identity(self._token, scope)}
        wanted = Listing(engine, path, query, headers)
        file = tempfile.SpooledTemporaryFile(_HELD_BYTES)  # noqa: SIM115 - the answer closes it when it is sent
        try:
            await self._write(file, wanted)
        except BaseException:
            file.close()
            raise
        disposition = {
            "Content-Disposition": f'attachment; filename="{wanted.file_name}"',
            "Cache-Control": "no-store",
        }
        await StreamingResponse(_chunks(file), media_type=_MEDIA_TYPE, headers=disposition)(scope, receive, send)

    async def _write(self, file: IO[bytes], wanted: "Listing") -> None:
        import pyarrow.parquet as pq

        schema = arrow_schema(columns_of(await self._ask(wanted, "/openapi.json", {}), wanted.path), wanted.origin())
        query = {**wanted.query, "limit": str(_PAGE_ROWS)}  # a limit is one of pages, of which all are read
        rows = 0
        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            while True:
                page = await self._ask(wanted, wanted.path, query)
                await asyncio.to_thread(writer.write_table, table(page["items"], schema))
                rows += len(page["items"])
                if page["next_cursor"] is None:
                    return
                if rows >= MOST_ROWS:
                    raise InvalidInputError(f"The list has more than {MOST_ROWS:,} rows; ask for less of it.")
                query["cursor"] = page["next_cursor"]

    async def _ask(self, wanted: "Listing", path: str, query: Mapping[str, str]) -> Any:
        try:
            url = self._config.engine_url(wanted.engine) + path
            answer = await self._http.get(url, params=dict(query), headers=dict(wanted.headers))
            content = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise UnavailableError(
                f"{wanted.engine} does not answer; `nautilus status` says why. Try again soon."
            ) from error
        if not answer.is_success:
            raise RequestError(HTTPStatus(answer.status_code), str(content.get("detail", answer.reason_phrase)))
        return content


@dataclass(frozen=True)
class Listing:
    """What is to be exported, and for whom."""

    engine: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]

    @property
    def file_name(self) -> str:
        name = "-".join([self.engine, *self.path.strip("/").split("/")])
        plain = (letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "_" for letter in name)
        return "".join(plain) + ".parquet"

    def origin(self) -> dict[str, str]:
        """Where the rows come from, for the file's own metadata."""
        read_at = datetime.now(UTC).isoformat(timespec="seconds")
        query = str(httpx.QueryParams(dict(self.query)))
        return {"source": f"{self.engine} {self.path}", "query": query, "read_at": read_at}


def columns_of(document: Mapping[str, Any], path: str) -> Mapping[str, Mapping[str, Any]]:
    """The properties of the items that the list at `path` has, by name. Raises NotFoundError when it is no list."""
    for template, operations in document["paths"].items():
        if "get" not in operations or not _matches(template, path):
            continue
        content = operations["get"]["responses"].get("200", {}).get("content", {}).get("application/json")
        page = _resolved(document, content["schema"]) if content else {}
        items = page.get("properties", {}).get("items", {})
        if "next_cursor" in page.get("properties", {}) and "items" in items:
            properties: Mapping[str, Mapping[str, Any]] = _resolved(document, items["items"]).get("properties", {})
            return properties
    raise NotFoundError(f"GET {path} is not a list that can be exported.")


def arrow_schema(columns: Mapping[str, Mapping[str, Any]], origin: Mapping[str, str]) -> "pa.Schema":
    """One nullable field a property. Decimal text stays text: no digit is lost. What has parts becomes JSON text."""
    import pyarrow as pa

    types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    fields = []
    for name, schema in columns.items():
        metadata = {
            key: str(schema[given])
            for key, given in (("unit", "x-unit"), ("description", "description"))
            if given in schema
        }
        fields.append(pa.field(name, types.get(_kind(schema), pa.string()), metadata=metadata))
    return pa.schema(fields, metadata=dict(origin))


def table(items: Sequence[Mapping[str, Any]], schema: "pa.Schema") -> "pa.Table":
    import pyarrow as pa

    arrays = [pa.array([_cell(item.get(field.name), field.type) for item in items], field.type) for field in schema]
    return pa.table(arrays, schema=schema)


def _cell(value: Any, kind: "pa.DataType") -> Any:
    import pyarrow as pa

    if value is None or not pa.types.is_string(kind) or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()


def _kind(schema: Mapping[str, Any]) -> str:
    options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
    return str(options[0].get("type", "")) if len(options) == 1 else ""


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = document["components"]["schemas"][str(schema["$ref"]).rpartition("/")[2]]
    return found


def _matches(template: str, path: str) -> bool:
    wanted, given = template.strip("/").split("/"), path.strip("/").split("/")
    return len(wanted) == len(given) and all(a == b or a.startswith("{") for a, b in zip(wanted, given, strict=True))


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        file.seek(0)
        while chunk := await asyncio.to_thread(file.read, _CHUNK_BYTES):
            yield chunk
