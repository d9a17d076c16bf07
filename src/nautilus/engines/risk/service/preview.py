"""What a kill would meet: asked of the engines that know it, at the moment of the question."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from nautilus.kernel.engine import Context

ANSWER_SECONDS = 2.0
"""How long an engine has for each page. A person is waiting with a hand on the switch."""
_PAGE = 1_000


@dataclass(frozen=True)
class Preview:
    """Items as the engines' routes give them; None where the engine did not answer, which `silent` names."""

    orders: list[dict[str, Any]] | None
    positions: list[dict[str, Any]] | None
    strategies: list[dict[str, Any]] | None

    @property
    def silent(self) -> tuple[str, ...]:
        answers = {"execution": self.orders, "portfolio": self.positions, "strategy": self.strategies}
        return tuple(name for name, found in answers.items() if found is None)


async def preview(context: Context, run: int) -> Preview:
    """Open orders, open positions and strategies of a run."""
    orders, positions, strategies = await asyncio.gather(
        _items(context, "execution", "/orders", {"run": run, "open": "true"}),
        _items(context, "portfolio", "/positions", {"run": run}),
        _items(context, "strategy", "/deployments", {"run": run}),
    )
    return Preview(orders, positions, strategies)


async def _items(context: Context, engine: str, path: str, query: dict[str, Any]) -> list[dict[str, Any]] | None:
    """All pages of a list; None when the engine does not answer, or does not know the run yet."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = await _ask(
            context, context.config.engine_url(engine) + path, {**query, "limit": _PAGE, "cursor": cursor}
        )
        if page is None:
            return None
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


async def _ask(context: Context, url: str, query: Mapping[str, Any]) -> Any:
    try:
        answer = await context.http.get(url, params=dict(query), timeout=ANSWER_SECONDS)
    except httpx.TransportError as error:
        context.log.warning("%s does not answer: %s", url, error)
        return None
    if answer.is_error:
        context.log.warning("%s answers %d", url, answer.status_code)
        return None
    return msgspec.json.decode(answer.content)
