"""The status page, where the page was not built: run, account, positions, orders and engines as their engines say them,
each number with its unit and the time it is of. A state is a word; colour only repeats it."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from html import escape
from typing import Any

from nautilus.gateway.overview import EngineState, Overview, PlatformState
from nautilus.gateway.pages import page
from nautilus.kernel.app.routes import Html

REFRESH_SECONDS = 2
_POSITIONS_SHOWN = 50
_SHARE = Decimal("0.01")
_BAND = "<strong>PAPER</strong> – simulated money: orders go to the built-in paper broker and reach no market."
_HOW_TO_BUILD = (
    "<p>This is the status page alone: the interactive page was not built. Install Node 20.19 or newer, or get this "
    "machine online, and run <code>make up</code> again.</p>"
)
_HOW_TO_PLAY = (
    "<p>Nothing has been played yet. Start a replay: "
    "<code>nautilus replay start --session equities-daily --speed max</code></p>"
)

type Fields = Mapping[str, Any]
type Column = tuple[str, str, str]
"""Title, field, and classes: `number` (to the right, with its unit in the title), `minor` (left out on a phone)."""

_ORDERS: tuple[Column, ...] = (
    ("session time (UTC)", "ts_event", ""),
    ("strategy", "strategy_id", "minor"),
    ("instrument", "instrument_id", ""),
    ("side", "side", ""),
    ("type", "order_type", "minor"),
    ("quantity", "quantity", "number"),
    ("price ({currency})", "price", "number minor"),
    ("status", "status", ""),
    ("client order id", "client_order_id", "minor"),
)
_POSITIONS: tuple[Column, ...] = (
    ("instrument", "instrument_id", ""),
    ("side", "side", ""),
    ("quantity", "quantity", "number"),
    ("average price ({currency})", "price", "number minor"),
    ("mark ({currency})", "mark_price", "number minor"),
    ("market value ({currency})", "market_value", "number"),
    ("unrealised P&L ({currency})", "unrealised", "number"),
)


async def status_page(overview: Overview) -> Html:
    state, run = await asyncio.gather(overview.state(), overview.ask("marketdata", "/replays/current"))
    word = "ready" if state.ready else "not ready"
    now = datetime.now(UTC)
    body = (
        f'<h1>Nautilus: <span class="{_colour(state.ready)}">{word}</span></h1>'
        f'<p class="dim">As of {now:%Y-%m-%d %H:%M:%S} UTC; this page renews itself every {REFRESH_SECONDS} s.</p>'
        + _HOW_TO_BUILD
        + (await _run(overview, run) if run else _no_run(state))
        + _engines(state)
        + '<form method="post" action="/logout"><p><button>Log out</button></p></form>'
    )
    return page(f"Status, {word}", body, band=_BAND, refresh_seconds=REFRESH_SECONDS)


async def _run(overview: Overview, run: Fields) -> str:
    """All that belongs to one run, read at the same moment."""
    number = run["run"]
    account, positions, limits, orders = await asyncio.gather(
        overview.ask("portfolio", "/account", run=number),
        overview.ask("portfolio", "/positions", run=number, limit=_POSITIONS_SHOWN),
        overview.ask("risk", "/limits", account=run["account"]),
        overview.last_orders(number),
    )
    currency = str(run["currency"])
    return (
        _replay(run)
        + _account(account, _halted(limits))
        + "<h2>Open positions</h2>"
        + (_silent("portfolio") if positions is None else table(_POSITIONS, positions["items"], currency))
        + "<h2>Last orders</h2>"
        + table(_ORDERS, [*reversed(orders)], currency)
    )


def _no_run(state: PlatformState) -> str:
    known = any(engine.name == "marketdata" and engine.ready for engine in state.engines)
    return "<h2>Replay</h2>" + (_HOW_TO_PLAY if known else _silent("marketdata"))


def _replay(run: Fields) -> str:
    done, total = run["sequence"], run["record_count"]
    share = f" ({100 * done // total} %)" if total else ""
    speed = f"{run['speed']:,.12g} session s per s" if run["speed"] else "max"
    return f"<h2>Replay: run {run['run']}, {escape(run['session'])}</h2>" + _figures(
        {
            "state": str(run["state"]).lower(),
            "speed": speed,
            "records played": f"{done:,} of {total:,}{share}",
            "session time": _moment(run["ts_event"]) + " UTC" if run["ts_event"] else "–",
        },
        "",
    )


def _account(account: Fields | None, halted: bool | None) -> str:
    if account is None:
        return "<h2>Account</h2>" + _silent("portfolio")
    unit = account["currency"]
    start, equity = Decimal(account["starting_cash"]), Decimal(account["equity"])
    change = (100 * (equity - start) / start).quantize(_SHARE) if start else None
    figures = {
        f"equity, {unit}": _amount(equity),
        f"profit and loss, {unit}": _amount(equity - start, signed=True),
        "return, %": "–" if change is None else _amount(change, signed=True),
        f"cash, {unit}": _amount(account["cash"]),
        f"unrealised, {unit}": _amount(account["unrealised"], signed=True),
        f"commission paid, {unit}": _amount(account["commission"]),
        f"started with, {unit}": _amount(start),
    }
    switch = {
        None: "Kill switch: unknown, risk does not answer now.",
        False: 'Kill switch: <span class="good">off</span>, orders pass the gate.',
        True: 'Kill switch: <span class="bad">ON</span>, new orders are refused. Re-arm: <code>nautilus rearm</code>',
    }[halted]
    as_of = f"As of {_moment(account['ts_event'])} UTC, session time" + (" (final)." if account["final"] else ".")
    return (
        f"<h2>Account {escape(account['account'])}, {escape(account['account_type'].lower())}</h2>"
        f'<p class="dim">{as_of}</p>{_figures(figures, "figures")}<p>{switch}</p>'
    )


def _halted(limits: Fields | None) -> bool | None:
    return bool(limits["items"][0]["halted"]) if limits and limits["items"] else None


def _engines(state: PlatformState) -> str:
    ready = sum(engine.ready for engine in state.engines)
    return f"<h2>Engines: {ready} of {len(state.engines)} ready</h2><dl>{''.join(map(_engine, state.engines))}</dl>"


def _engine(engine: EngineState) -> str:
    word = "ready" if engine.ready else "not ready"
    why = f'<br><span class="dim">{escape(engine.detail)}</span>' if engine.detail else ""
    return f'<div><dt>{escape(engine.name)}</dt><dd><span class="{_colour(engine.ready)}">{word}</span>{why}</dd></div>'


def _figures(figures: Mapping[str, str], kind: str) -> str:
    tiles = (f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in figures.items())
    return f'<dl class="{kind}">{"".join(tiles)}</dl>'


def table(columns: Sequence[Column], rows: Sequence[Fields], currency: str) -> str:
    if not rows:
        return "<p>None.</p>"
    head = "".join(
        f'<th scope="col" class="{kind}">{escape(title.format(currency=currency))}</th>' for title, _, kind in columns
    )
    lines = "".join(
        f"<tr>{''.join(f'<td class="{kind}">{_cell(name, row.get(name))}</td>' for _, name, kind in columns)}</tr>"
        for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'


def _cell(name: str, value: Any) -> str:
    match value:
        case None | "":
            return "–"
        case int() if name.startswith("ts_"):
            date, _, time = _moment(value).partition(" ")
            return f"<time>{date}</time> {time}"
        case str() if name in {"quantity", "price", "mark_price", "market_value", "unrealised"}:
            return _amount(value, signed=name == "unrealised")
        case _:
            return escape(str(value))


def _amount(value: Decimal | str, *, signed: bool = False) -> str:
    """Fixed-point as it is, with thousands apart and a true minus."""
    return f"{Decimal(value):{'+' if signed else ''},f}".replace("-", "\N{MINUS SIGN}")


def _moment(nanoseconds: int) -> str:
    return f"{datetime.fromtimestamp(nanoseconds // 1_000_000_000, UTC):%Y-%m-%d %H:%M:%S}"


def _silent(engine: str) -> str:
    return f"<p>{engine} has nothing to say now; its state is below.</p>"


def _colour(good: bool) -> str:
    return "good" if good else "bad"
