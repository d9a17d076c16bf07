"""The door: Host, then Origin, then who is asking. Runs before routing, so nothing can be mounted outside of it."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from nautilus.kernel.app.problems import RequestError, problem_of
from nautilus.kernel.auth import Grants, matches

ACTOR_HEADER = "x-nautilus-actor"
"""Whom the gateway speaks for. Believed only from a holder of the token."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_ACTOR_HEADER = ACTOR_HEADER.encode()
OPEN_PATHS = ("/health/live", "/health/ready")


@dataclass(frozen=True)
class Access:
    """What opens the door of one process."""

    token: str
    allowed_hosts: tuple[str, ...]
    open_paths: tuple[str, ...] = OPEN_PATHS
    open_folders: tuple[str, ...] = ()
    """Beginnings of paths that anyone may read, each with a slash at its end."""
    sessions: Grants | None = None
    cookie: str = ""
    """Name of the cookie that holds a session's secret; empty where browsers do not come."""
    tickets: Grants | None = None
    """Where WebSockets may come with a single-use ticket."""
    tickets_pass: bool = False
    """A WebSocket with a ticket may pass: whoever it is handed on to redeems the ticket."""


type Refusal = Callable[[Exception, Scope], Response]


@dataclass(frozen=True, slots=True)
class _Head:
    """The headers that decide."""

    host: str
    origin: str
    bearer: str
    cookie: str
    actor: str


class Guard:
    """Sets `scope["actor"]`, or refuses with 421 (Host), 403 (Origin) or 401 (nobody we know)."""

    def __init__(self, app: ASGIApp, access: Access, refusal: Refusal = problem_of) -> None:
        self._app = app
        self._access = access
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            scope["actor"] = self._admit(scope)
        except RequestError as refused:
            await self._refusal(refused, scope)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _admit(self, scope: Scope) -> str:
        head = _read_head(scope)
        if _hostname(head.host) not in self._access.allowed_hosts:
            raise RequestError(
                HTTPStatus.MISDIRECTED_REQUEST, "This Host is not served; add it to allowed_hosts if it should be."
            )
        is_socket = scope["type"] == "websocket"
        if is_socket and (ticket := _ticket(scope)):
            return self._ticket_holder(ticket)
        same_origin = _authority(head.origin) == head.host
        if (is_socket or scope["method"] not in _READING) and head.origin and not same_origin:
            raise RequestError(HTTPStatus.FORBIDDEN, "Requests from pages of another origin are refused.")
        if not is_socket and self._is_open(scope["path"]):
            return ""
        if head.bearer and matches(head.bearer, self._access.token):
            return head.actor or "token"
        return self._session_holder(head, needs_origin=is_socket)

    def _is_open(self, path: str) -> bool:
        return path in self._access.open_paths or path.startswith(self._access.open_folders)

    def _ticket_holder(self, ticket: str) -> str:
        if self._access.tickets_pass:
            return "ticket"
        grant = self._access.tickets.redeem(ticket) if self._access.tickets else None
        if grant is None:
            raise _unauthenticated(
                "The ticket was used, has expired or was never given; ask POST /tickets for another."
            )
        return grant.actor

    def _session_holder(self, head: _Head, *, needs_origin: bool) -> str:
        secret = cookie_value(head.cookie, self._access.cookie)
        grant = self._access.sessions.find(secret) if self._access.sessions and secret else None
        if grant is None:
            raise _unauthenticated("Send the token of the home's token file as `Authorization: Bearer …`.")
        if needs_origin and not head.origin:
            raise RequestError(HTTPStatus.FORBIDDEN, "A WebSocket with a cookie needs an Origin; use a ticket instead.")
        return f"session:{grant.grant_id}"


def _unauthenticated(detail: str) -> RequestError:
    return RequestError(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": 'Bearer realm="nautilus"'})


def _read_head(scope: Scope) -> _Head:
    host = origin = bearer = cookie = actor = ""
    for name, value in scope["headers"]:
        if name == b"host":
            host = value.decode("latin-1").lower()
        elif name == b"authorization":
            scheme, _, rest = value.decode("latin-1").partition(" ")
            bearer = rest.strip() if scheme.lower() == "bearer" else ""
        elif name == b"origin":
            origin = value.decode("latin-1").lower()
        elif name == b"cookie":
            cookie = value.decode("latin-1")
        elif name == _ACTOR_HEADER:
            actor = value.decode("latin-1")
    return _Head(host, origin, bearer, cookie, actor)


def _hostname(authority: str) -> str:
    """`127.0.0.1:8001` -> `127.0.0.1`, `[::1]:8001` -> `[::1]`."""
    if authority.startswith("["):
        return authority.partition("]")[0] + "]"
    return authority.partition(":")[0]


def _authority(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _ticket(scope: Scope) -> str:
    return parse_qs(str(scope["query_string"], "latin-1")).get("ticket", [""])[0]


def cookie_value(header: str, name: str) -> str:
    """The value of one cookie of a Cookie header; empty when it is not there."""
    if not name or name not in header:
        return ""
    try:
        cookies: SimpleCookie = SimpleCookie(header)
    except CookieError:
        return ""
    morsel = cookies.get(name)
    value: str = morsel.value if morsel is not None else ""
    return value
