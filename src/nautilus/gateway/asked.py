"""What a person asked for before they were logged in: remembered in a cookie, shown once they are.

The cookie comes back from the browser, so what it holds is believed no more than any other input: it must name a page
of this gateway, or it is ignored.
"""

from urllib.parse import quote, unquote

from starlette.responses import Response
from starlette.types import Scope

from nautilus.kernel.app.guard import cookie_value

HOME = "/"
_SECONDS = 600
"""As long as a login link is good for."""
_LONGEST = 2_000
_NOT_PAGES = {"api", "assets", "health", "login", "logout"}


def is_page(path: str) -> bool:
    """Whether a path may be one of the page's views: those are words, and files have a dot in their name."""
    first, _, _ = path.removeprefix("/").partition("/")
    return first not in _NOT_PAGES and "." not in path.rpartition("/")[2]


def accepts_html(scope: Scope) -> bool:
    """Whether a browser asks for something to show, rather than a program or a script."""
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def remember(answer: Response, scope: Scope, cookie: str) -> None:
    """Have the browser keep the path and query of this request, when it asked for a page."""
    raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
    target = (raw_path + b"?" + scope["query_string"] if scope["query_string"] else raw_path).decode("latin-1")
    if scope["method"] == "GET" and _valid(target):
        answer.set_cookie(cookie, quote(target, safe="/"), max_age=_SECONDS, httponly=True, samesite="lax")


def remembered(cookies: str, cookie: str) -> str:
    """Path and query to go to after logging in: what was asked for before, else the home page.

    `cookies` is the Cookie header of the request that logs in, `cookie` the name of the one that `remember` set.
    """
    target = unquote(cookie_value(cookies, cookie))
    return target if _valid(target) else HOME


def _valid(target: str) -> bool:
    path = target.partition("?")[0]
    return (
        len(target) <= _LONGEST
        and target.startswith("/")
        and not target.startswith("//")
        and all("!" <= character <= "~" and character != "\\" for character in target)
        and is_page(unquote(path))
    )
