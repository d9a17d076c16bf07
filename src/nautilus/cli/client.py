"""The gateway as the commands see it: JSON over HTTP with the token of the home."""

import http.client
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

from nautilus.kernel.config import Config, load_config
from nautilus.kernel.errors import NautilusError, NotFoundError, UnavailableError

_SECONDS = 60
_PAGE = 1_000
_PASSING = {502, 503, 504}
"""An engine is restarting or not ready: asking again later is right."""


class RefusedError(NautilusError):
    """The gateway or an engine refused the request; the message is its own explanation."""


class GatewayClient:
    """`http.client` rather than a library: a command should start in a blink."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._host = "::1" if config.host == "::1" else "127.0.0.1"
        self._port = config.port("gateway")

    def get(self, path: str, **query: Any) -> Any:
        return self._request("GET", path, query=query)

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        return self._request("POST", path, body=dict(body or {}))

    def put(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._request("PUT", path, body=dict(body))

    def delete(self, path: str) -> Any:
        return self._request("DELETE", path)

    def pages(self, path: str, **query: Any) -> list[Any]:
        """All items of a list route, page by page."""
        items: list[Any] = []
        cursor = ""
        while True:
            page = self.get(path, **query, limit=_PAGE, cursor=cursor)
            if isinstance(page, list):
                return page
            items += page["items"]
            cursor = page.get("next_cursor") or ""
            if not cursor:
                return items

    def _request(self, method: str, path: str, query: Mapping[str, Any] | None = None, body: Any = None) -> Any:
        given = {name: value for name, value in (query or {}).items() if value not in (None, "")}
        target = quote(path) + (f"?{urlencode(given)}" if given else "")
        headers = {"Authorization": f"Bearer {self._token()}", "Accept": "application/json"}
        content = None
        if body is not None:
            content = json.dumps(body)
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection(self._host, self._port, timeout=_SECONDS)
        try:
            connection.request(method, target, content, headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._check_offset()
            reason = getattr(error, "strerror", None) or str(error) or "it closed the connection"
            raise UnavailableError(
                f"Nautilus does not answer on port {self._port}: {reason}. "
                "`nautilus status` shows whether it runs; `nautilus up` starts it."
            ) from error
        finally:
            connection.close()
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self._check_offset()
            raise RefusedError(
                f"Port {self._port} is served by a Nautilus of another home than {self._config.home}. "
                "Set NAUTILUS_HOME and NAUTILUS_PORT_OFFSET as for the `nautilus up` that you mean."
            )
        return self._read(answer.status, text, f"{method} {path}")

    def _check_offset(self) -> None:
        """When the gateway is not there: perhaps it is at the port of another offset."""
        from nautilus.stack.state import check_offset  # only now: it costs a command's start

        check_offset(self._config)

    def _token(self) -> str:
        try:
            return self._config.token_file.read_text().strip()
        except FileNotFoundError:
            raise UnavailableError(
                f"There is no token in {self._config.home}: Nautilus has not been started there. Start it: nautilus up"
            ) from None

    @staticmethod
    def _read(status: int, text: bytes, request: str) -> Any:
        try:
            content = json.loads(text) if text else None
        except ValueError:
            content = None
        if status < 400:
            return content
        problem = content if isinstance(content, dict) else {}
        detail = problem.get("detail") or problem.get("title") or f"{request} was answered with HTTP {status}"
        for wrong in problem.get("errors", []):
            detail += f" ({wrong.get('pointer', '')}: {wrong.get('detail', '')})"
        if status in _PASSING:
            raise UnavailableError(str(detail))
        raise (NotFoundError if status == NotFoundError.status else RefusedError)(str(detail))


def gateway() -> GatewayClient:
    """Client of this home's gateway."""
    return GatewayClient(load_config())
