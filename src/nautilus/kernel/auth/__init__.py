"""Who may ask: the bearer token of programs, the login codes, sessions and tickets of browsers.

The secrets themselves are shown once, to the one who gets them; what is kept is their SHA-256.
"""

from nautilus.kernel.auth.grants import Grant, Grants
from nautilus.kernel.auth.login import (
    LoginLink,
    create_login_code,
    login_codes,
    login_link,
    sessions,
    tickets,
)
from nautilus.kernel.auth.token import ensure_token, matches

__all__ = [
    "Grant",
    "Grants",
    "LoginLink",
    "create_login_code",
    "ensure_token",
    "login_codes",
    "login_link",
    "matches",
    "sessions",
    "tickets",
]
