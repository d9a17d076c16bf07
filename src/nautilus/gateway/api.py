"""The gateway's own routes: the state of the platform, logging in and out, the page."""

from http import HTTPStatus

import msgspec
from starlette.responses import RedirectResponse, Response

from nautilus.gateway.asked import remembered
from nautilus.gateway.board import status_page
from nautilus.gateway.bundle import Bundle
from nautilus.gateway.monitoring import MONITORING
from nautilus.gateway.overview import Overview, PlatformState
from nautilus.gateway.pages import login_page, respond
from nautilus.kernel.app.guard import cookie_value
from nautilus.kernel.app.routes import Call, Html, get, post
from nautilus.kernel.auth import LoginLink, login_codes, login_link, sessions
from nautilus.kernel.auth.login import SESSION_SECONDS
from nautilus.kernel.config import Config
from nautilus.kernel.units import TimestampNs

_SESSION = "session:"


class LoginQuery(msgspec.Struct, frozen=True):
    code: str = ""
    """The single-use code of a login link."""


class Session(msgspec.Struct, frozen=True):
    """Who is logged in, and for how long."""

    actor: str
    """`token` for a program, `session:<id>` for a browser; what an audit line names."""
    expires_at: TimestampNs[int] | None
    """Wall time at which the browser has to log in again; null for a token, which does not expire."""


class Gateway:
    """What the handlers below work with."""

    def __init__(self, config: Config, overview: Overview, bundle: Bundle | None) -> None:
        self.config = config
        self.overview = overview
        self.bundle = bundle
        self.codes = login_codes(config)
        self.sessions = sessions(config)
        self.cookie = f"nautilus-{config.port('gateway')}"
        """Cookies know no ports: two instances on one machine must not share a name."""
        self.asked_cookie = f"{self.cookie}-asked"


async def platform_state(gateway: Gateway, call: Call) -> PlatformState:
    del call
    return await gateway.overview.state()


async def create_login_link(gateway: Gateway, call: Call) -> LoginLink:
    del call
    return login_link(gateway.config)


async def log_in(gateway: Gateway, call: Call) -> Html | Response:
    """Turn a code into a session. Without a code: the page that says how to get one."""
    if not call.query.code:
        return login_page()
    cookies = b"; ".join(value for name, value in call.headers if name == b"cookie").decode("latin-1")
    answer = RedirectResponse(remembered(cookies, gateway.asked_cookie), HTTPStatus.SEE_OTHER)
    answer.delete_cookie(gateway.asked_cookie, httponly=True, samesite="lax")
    if gateway.codes.redeem(call.query.code) is not None:
        secret, _ = gateway.sessions.issue("browser")
        answer.set_cookie(gateway.cookie, secret, max_age=SESSION_SECONDS, httponly=True, samesite="strict")
    elif gateway.sessions.find(cookie_value(cookies, gateway.cookie)) is None:
        return respond(login_page("This link was used before or is older than ten minutes."), HTTPStatus.UNAUTHORIZED)
    return answer  # also to who opens a used link in a browser that is logged in


async def log_out(gateway: Gateway, call: Call) -> Response:
    if call.actor.startswith(_SESSION):
        gateway.sessions.revoke_id(call.actor.removeprefix(_SESSION))
    answer = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(gateway.cookie, httponly=True, samesite="strict")
    return answer


async def session(gateway: Gateway, call: Call) -> Session:
    grant = gateway.sessions.find_id(call.actor.removeprefix(_SESSION)) if call.actor.startswith(_SESSION) else None
    return Session(call.actor, grant.expires_at if grant else None)


async def home(gateway: Gateway, call: Call) -> Html:
    del call
    return gateway.bundle.index() if gateway.bundle else await status_page(gateway.overview)


ROUTES = (
    get("/", home, reply=Html, summary="The page; where it was not built, the state of engines, run and account"),
    get("/login", log_in, query=LoginQuery, reply=Html, summary="Log a browser in with the code of a link"),
    post("/login/links", create_login_link, reply=LoginLink, summary="A link that logs one browser in", status=201),
    post("/logout", log_out, reply=None, summary="End the session of this browser", status=303),
    get("/api/session", session, reply=Session, summary="Who is logged in, and for how long"),
    *MONITORING,
    get("/api/status", platform_state, reply=PlatformState, summary="Whether each engine is ready"),
)
