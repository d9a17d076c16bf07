"""The frame of the pages that the gateway writes itself, and those for who cannot come in or asked for what is not
there. No scripts; the one style sheet is named by its hash."""

import base64
import hashlib
from html import escape
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from nautilus.gateway.asked import accepts_html, remember
from nautilus.kernel.app.problems import RequestError, problem_of
from nautilus.kernel.app.routes import Html

_STYLE = """
:root { color-scheme: light dark; --ground: #f6f8fa; --panel: #fff; --line: #d0d7de; --text: #1f2328; --dim: #57606a;
  --good: #18794e; --bad: #b4232a; --paper: #ffe08a; --ink: #3d2c00; font: 15px/1.45 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --ground: #0e1116; --panel: #161b22; --line: #2d343d; --text: #e6edf3;
  --dim: #9aa5b1; --good: #5cc98d; --bad: #ff7b72; --paper: #4d3a00; --ink: #ffe9ad; } }
body { margin: 0; background: var(--ground); color: var(--text); }
main { max-width: 72rem; margin: 0 auto; padding: 0 1rem 2rem; }
.band { background: var(--paper); color: var(--ink); padding: .3rem 1rem; text-align: center; margin: 0; }
h1 { font-size: 1.35rem; margin: 1.2rem 0 .2rem; } h2 { font-size: 1.05rem; margin: 1.8rem 0 .5rem; }
p { margin: .4rem 0; } .dim { color: var(--dim); } .good { color: var(--good); } .bad { color: var(--bad); }
.good, .bad { font-weight: 600; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: .6rem; margin: .5rem 0; }
dl div, .card { background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .7rem; }
.card { max-width: 30rem; margin: 12vh auto 0; padding: .2rem 1.4rem 1.2rem; }
.card .command { margin: .8rem 0; font-size: 1.05rem; }
dt { color: var(--dim); font-size: .85rem; } dd { margin: 0; font-variant-numeric: tabular-nums; }
.figures dd { font-size: 1.15rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; font-size: .85rem; color: var(--dim); } .number { text-align: right; }
code { background: #8882; padding: .1rem .3rem; border-radius: .2rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) { .minor { display: none; } table { font-size: .85rem; }
  th, td { white-space: normal; padding-right: .5rem; } time { white-space: nowrap; }
  dl { grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); } }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LOGIN_REFRESH_SECONDS = 5
_LOGIN_TEXT = """<div class="card">
<h1>Log in to Nautilus</h1>
<p>{reason}</p>
<p>On the machine that Nautilus runs on, in the checkout's folder, run</p>
<p class="command"><code>.venv/bin/nautilus login</code></p>
<p>and open the link that it prints; <code>make up</code> prints one too. A link works once, for ten minutes.</p>
{then}
<p class="dim">Programs send the token of the file <code>token</code> in the home as
<code>Authorization: Bearer …</code>.</p>
</div>"""
_THEN = '<p class="dim">Every {seconds} s this page tries again, and once you are in it shows what you asked for.</p>'
_REFUSAL_TEXT = '<h1>{title}</h1><p>{reason}</p><p><a href="/">To the first page</a></p>'


def login_page(reason: str = "A browser comes in by a login link.", *, refresh_seconds: int = 0) -> Html:
    """`refresh_seconds`: how often the browser asks again for what it was refused, 0 for never."""
    then = _THEN.format(seconds=refresh_seconds) if refresh_seconds else ""
    text = _LOGIN_TEXT.format(reason=escape(reason), then=then)
    return page("Log in", text, refresh_seconds=refresh_seconds)


def respond(answer: Html, status: HTTPStatus) -> Response:
    """The page with another status than 200."""
    headers = {"Content-Security-Policy": answer.policy, "Cache-Control": "no-store"}
    return HTMLResponse(answer.text, status, headers)


def refusal_page(error: Exception, scope: Scope, cookie: str) -> Response:
    """What a person's browser is shown instead of a problem, which is what programs get, and whoever asks for the API.

    `cookie` is the name of the one that remembers what was asked for while nobody was logged in.
    """
    if scope["type"] != "http" or not accepts_html(scope):
        return problem_of(error, scope)
    if isinstance(error, RequestError) and error.status == HTTPStatus.UNAUTHORIZED:
        refused = login_page("You are not logged in.", refresh_seconds=LOGIN_REFRESH_SECONDS)
        answer = respond(refused, HTTPStatus.UNAUTHORIZED)
        remember(answer, scope, cookie)
        return answer
    if isinstance(error, HTTPException) and error.status_code == HTTPStatus.NOT_FOUND and not _is_of_program(scope):
        text = _REFUSAL_TEXT.format(title="There is no such page", reason=f"Nothing is at {escape(scope['path'])}.")
        return respond(page("Not found", text), HTTPStatus.NOT_FOUND)
    return problem_of(error, scope)


def _is_of_program(scope: Scope) -> bool:
    return str(scope["path"]).startswith(("/api/", "/assets/"))


def page(title: str, body: str, *, band: str = "", refresh_seconds: int = 0) -> Html:
    """A whole document. `band` is the line across its top; `body` and `band` are HTML, `title` is text."""
    again = f'<meta http-equiv="refresh" content="{refresh_seconds}">' if refresh_seconds else ""
    across = f'<p class="band">{band}</p>' if band else ""
    return Html(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Nautilus · {escape(title)}</title>{again}'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body>{across}<main>{body}</main></body></html>",
        POLICY,
    )
