"""The built page: read once, when the gateway starts, with everything about each answer worked out beforehand.

Names of files in `assets/` carry a hash of what they hold, so a browser may keep them for good. `index.html` is never
kept: each answer has a nonce of its own, and it names the files of the present build.
"""

import functools
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from nautilus.gateway.asked import accepts_html, is_page
from nautilus.gateway.pages import respond
from nautilus.kernel.app.problems import RequestError
from nautilus.kernel.app.routes import Html

FOLDER = Path(__file__).parent / "page"
NONCE = "NAUTILUS_NONCE"
"""Stands in the built index.html wherever the nonce belongs (`html.cspNonce` in vite.config.ts)."""
_INDEX = "index.html"
ASSETS = "/assets/"
"""Open to everyone: it is the public code of the page, without a value in it, and a page that was open when its session
ended still needs parts of it, the one with which a person logs in again before all."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_TYPES = {
    ".css": b"text/css; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".json": b"application/json",
    ".png": b"image/png",
    ".svg": b"image/svg+xml",
    ".txt": b"text/plain; charset=utf-8",
    ".woff2": b"font/woff2",
}
"""What is served. A file of another kind is none of the page's."""
_CODINGS = (("br", ".br"), ("gzip", ".gz"), ("identity", ""))
"""Best first, with the suffix of the file that holds it."""
_FOR_GOOD = b"public, max-age=31536000, immutable"
_SHORTLY = b"public, max-age=300"

type Headers = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Body:
    """One file in one coding."""

    content: bytes
    headers: Headers
    tag: bytes
    """The ETag, or empty where nobody needs to ask again."""


class File:
    """One file of the page, in each coding that the build made of it."""

    def __init__(self, path: Path, kept: bytes, *, tagged: bool) -> None:
        found = {name: Path(f"{path}{suffix}") for name, suffix in _CODINGS if Path(f"{path}{suffix}").exists()}
        common = [(b"content-type", _TYPES[path.suffix]), (b"cache-control", kept)]
        if len(found) > 1:
            common.append((b"vary", b"accept-encoding"))
        self._bodies = {name: _body(name, file.read_bytes(), common, tagged=tagged) for name, file in found.items()}

    def body(self, accept_encoding: bytes) -> Body:
        for name in preferred(accept_encoding):
            if name in self._bodies:
                return self._bodies[name]
        return self._bodies["identity"]


class Files:
    """The ASGI application of everything but index.html. What the build did not write is not there."""

    def __init__(self, path: str, files: Mapping[str, File]) -> None:
        self.path = path
        """Label in the metrics."""
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        file = self._files.get(scope["path"])
        if file is None:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        _check_reading(scope)
        asked = dict(scope["headers"])
        body = file.body(asked.get(b"accept-encoding", b""))
        if body.tag and _names(asked.get(b"if-none-match", b""), body.tag):
            await send({"type": "http.response.start", "status": HTTPStatus.NOT_MODIFIED, "headers": body.headers[:-1]})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": body.headers})
        await send({"type": "http.response.body", "body": body.content})


class Bundle:
    """All of a built page."""

    def __init__(self, index: str, files: Mapping[str, File]) -> None:
        self._index = index.split(NONCE)
        self._files = files

    @classmethod
    def read(cls, folder: Path = FOLDER) -> "Bundle | None":
        """None when no page was built."""
        if not (folder / _INDEX).exists():
            return None
        files = {}
        for path in folder.rglob("*"):
            name = "/" + path.relative_to(folder).as_posix()
            if path.suffix in _TYPES:
                is_asset = name.startswith(ASSETS)
                files[name] = File(path, _FOR_GOOD if is_asset else _SHORTLY, tagged=not is_asset)
        return cls((folder / _INDEX).read_text(), files)

    def index(self) -> Html:
        nonce = secrets.token_urlsafe(16)
        return Html(nonce.join(self._index), _POLICY.format(nonce=nonce))

    def routes(self) -> list[BaseRoute]:
        """To be mounted after all others: the last one takes every path."""
        assets = Files(ASSETS + "{name}", self._files)
        others = [name for name in self._files if not name.startswith(ASSETS)]
        return [
            Route(ASSETS + "{name:path}", assets),
            *(Route(name, Files(name, self._files)) for name in others),
            Route("/{page:path}", Pages(self)),
        ]


class Pages:
    """The ASGI application of all pages: the same index.html, whose router knows them. Programs get a 404."""

    path = "/{page}"

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not (is_page(scope["path"]) and accepts_html(scope)):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        _check_reading(scope)
        await respond(self._bundle.index(), HTTPStatus.OK)(scope, receive, send)


@functools.lru_cache(maxsize=64)
def preferred(accept_encoding: bytes) -> tuple[str, ...]:
    """Codings that the client takes, best first, by RFC 9110: `br;q=0` is a refusal, `*` stands for those not named.

    Identity counts as taken unless it is refused.
    """
    weights: dict[str, float] = {}
    for part in accept_encoding.decode("latin-1").lower().split(","):
        name, _, parameter = part.partition(";")
        weight = parameter.strip().removeprefix("q=")
        weights[name.strip()] = _number(weight) if weight else 1.0
    others = weights.get("*", 0.0)
    return tuple(
        name
        for name, _ in _CODINGS
        if (weights.get(name, others) > 0 if name != "identity" else weights.get(name, 1.0) > 0)
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _body(coding: str, content: bytes, common: Headers, *, tagged: bool) -> Body:
    headers = [*common]
    tag = b'"%s"' % hashlib.sha256(content).hexdigest()[:32].encode() if tagged else b""
    if tag:
        headers.append((b"etag", tag))
    if coding != "identity":
        headers.append((b"content-encoding", coding.encode()))
    return Body(content, [*headers, (b"content-length", str(len(content)).encode())], tag)


def _names(if_none_match: bytes, tag: bytes) -> bool:
    """Whether the client has this one already."""
    return any(one.strip().removeprefix(b"W/") in (tag, b"*") for one in if_none_match.split(b","))


def _check_reading(scope: Scope) -> None:
    if scope["method"] not in ("GET", "HEAD"):
        raise RequestError(HTTPStatus.METHOD_NOT_ALLOWED, "Allowed here: GET, HEAD.", headers={"Allow": "GET, HEAD"})
