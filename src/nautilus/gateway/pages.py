"""The pages that the gateway writes itself: status and login. No scripts; the one style sheet is named by its hash."""

import asyncio
import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from http import HTTPStatus
from typing import Any

from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from nautilus.gateway.overview import Overview, PlatformState
from nautilus.kernel.app.problems import RequestError, problem_of
from nautilus.kernel.app.routes import Html

REFRESH_SECONDS = 2
_STYLE = """
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; }
.good { color: #18794e; } .bad { color: #c62a2f; }
code { background: #8882; padding: .1rem .3rem; border-radius: .2rem; }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_LOGIN_TEXT = """
<h1>Nautilus</h1>
<p>{reason}</p>
<p>To open this page, run <code>nautilus login</code> on the machine that Nautilus runs on and open the link that it
prints; <code>nautilus up</code> prints one too. A link works once, for ten minutes.</p>
<p>Programs send the token of the file <code>token</code> in the home as <code>Authorization: Bearer …</code>.</p>
"""
_RUN_FIELDS = ("run", "session", "state", "speed", "sequence", "record_count")
_ACCOUNT_FIELDS = ("account", "currency", "starting_cash", "cash", "equity", "commission")
_ORDER_FIELDS = ("client_order_id", "instrument_id", "side", "quantity", "order_type", "price", "status", "ts_event")


def login_page(reason: str = "You are not logged in.") -> Html:
    return _page("Log in", _LOGIN_TEXT.format(reason=escape(reason)))


def respond(page: Html, status: HTTPStatus) -> Response:
    """The page with another status than 200."""
    headers = {"Content-Security-Policy": page.policy, "Cache-Control": "no-store"}
    return HTMLResponse(page.text, status, headers)


def refusal_page(error: RequestError, scope: Scope) -> Response:
    """A browser that only lacks a session is shown how to get one; everybody else gets a problem."""
    accepts = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    if error.status == HTTPStatus.UNAUTHORIZED and scope["type"] == "http" and b"text/html" in accepts:
        return respond(login_page(), HTTPStatus.UNAUTHORIZED)
    return problem_of(error, scope)


async def status_page(overview: Overview) -> Html:
    state, run, account = await asyncio.gather(
        overview.state(), overview.ask("marketdata", "/replays/current"), overview.ask("portfolio", "/account")
    )
    orders = await overview.last_orders(run["run"]) if run else []
    return _page(
        "Status",
        f"<h1>Nautilus: {'ready' if state.ready else 'not ready'}</h1>"
        + _engines(state)
        + "<h2>Run</h2>"
        + _fields(run, _RUN_FIELDS)
        + "<h2>Account</h2>"
        + _fields(account, _ACCOUNT_FIELDS)
        + "<h2>Last orders</h2>"
        + _table(_ORDER_FIELDS, [[order.get(name) for name in _ORDER_FIELDS] for order in reversed(orders)])
        + '<form method="post" action="/logout"><p><button>Log out</button></p></form>',
        refresh=True,
    )


def _engines(state: PlatformState) -> str:
    rows = "".join(
        f'<tr><td>{escape(engine.name)}</td><td class="{"good" if engine.ready else "bad"}">'
        f"{'ready' if engine.ready else 'not ready'}</td><td>{escape(engine.detail)}</td></tr>"
        for engine in state.engines
    )
    return f"<h2>Engines</h2><table><tr><th>engine</th><th>state</th><th></th></tr>{rows}</table>"


def _fields(values: Mapping[str, Any] | None, names: Iterable[str]) -> str:
    if values is None:
        return "<p>None, or its engine does not answer now.</p>"
    return _table(("", ""), [[name, values[name]] for name in names if name in values])


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    if not rows:
        return "<p>None yet.</p>"
    lines = "".join(f"<tr>{''.join(f'<td>{_cell(value)}</td>' for value in row)}</tr>" for row in rows)
    return f"<table><tr>{''.join(f'<th>{escape(name)}</th>' for name in head)}</tr>{lines}</table>"


def _cell(value: Any) -> str:
    return "–" if value is None else escape(str(value))


def _page(title: str, body: str, *, refresh: bool = False) -> Html:
    again = f'<meta http-equiv="refresh" content="{REFRESH_SECONDS}">' if refresh else ""
    return Html(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Nautilus · {escape(title)}</title>{again}'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>',
        POLICY,
    )
