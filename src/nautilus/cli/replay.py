"""Replays: play stored history as a live session."""

import sys
import time
from collections.abc import Callable
from typing import Any

import click

from nautilus.cli.client import GatewayClient, RefusedError, gateway
from nautilus.cli.output import as_json, cell, print_fields, print_json, print_table
from nautilus.kernel.errors import UnavailableError

_POLL_SECONDS = 0.25
_PATIENCE_SECONDS = 120.0
"""How long marketdata may be away (it may be restarting) before `--wait` gives up."""
_MAX = 0.0
"""How the speed `max` is written on the wire."""
_ENDED = {"FINISHED", "STOPPED"}
_SESSIONS = ["name", "summary", "instruments", "record_count", "first_ts", "last_ts", "account_type", "currency"]
_RUN = ["run", "session", "state", "speed", "sequence", "record_count", "ts_event", "account"]
_run = click.option("--run", type=int, help="Number of the run; the current one unless given.")


_CHOICES = (
    click.option("--instruments", help="Ids with commas, as SPY.US: play these from the store."),
    click.option("--source", help="Whose records; by default the most trusted that has all instruments."),
    click.option("--records", type=click.Choice(["bars", "trades"]), help="By default bars, else trades."),
    click.option("--step", "step_seconds", type=int, help="Seconds of a bar; by default a day, or the longest."),
    click.option("--from", "first_day", help="First day, as 2013-10-07; by default the first there is."),
    click.option("--to", "last_day", help="Last day; by default the last there is."),
    click.option("--as-of", help="Records as known by then; by default as known now, for good."),
    click.option(
        "--corrections", is_flag=True, default=None, help="Bars as first known; later versions when they became known."
    ),
    click.option("--account-type", type=click.Choice(["CASH", "MARGIN"]), help="By default what fits."),
    click.option("--currency", help="By default that of the instruments."),
    click.option("--cash", "starting_cash", help="What the account begins with; by default 1000000.00."),
    click.option("--spread-ticks", type=int, help="Spread that is assumed, in ticks, even; by default 2."),
)


def _choosing[F: Callable[..., Any]](command: F) -> F:
    """The options that say what a session is made of."""
    for option in reversed(_CHOICES):
        command = option(command)
    return command


class Speed(click.ParamType[float]):
    """A positive number of session seconds per wall second, or `max`."""

    name = "N|max"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        if str(value).lower() == "max":
            return _MAX
        try:
            speed = float(value)
        except ValueError:
            speed = 0.0
        if not 0 < speed < float("inf"):
            self.fail(f"{value!r} is neither a positive number nor max.", param, ctx)
        return speed


@click.group
def replay() -> None:
    """Play stored history as a live session; two strategies trade it on a fresh paper account.

    \b
    Example: nautilus replay start --session equities-daily --speed max --wait
    """


@replay.command("list")
@as_json
def list_sessions(as_json: bool) -> None:
    """Sessions that can be played.

    \b
    Example: nautilus replay list --json
    """
    sessions = gateway().pages("/api/marketdata/sessions")
    if as_json:
        print_json(sessions)
    else:
        print_table(sessions, [name for name in _SESSIONS if sessions and name in sessions[0]], "No sessions.")


@replay.command
@_choosing
@as_json
def create(as_json: bool, **choices: Any) -> None:
    """Make a session of what is in the store, to be played. The same again gives the same session.

    \b
    Example: nautilus replay create --instruments SPY.US --source lean --step 60 --from 2013-10-07 --to 2013-10-08
    """
    session = _create(gateway(), choices)
    if as_json:
        print_json(session)
    else:
        print_fields(session, [*_SESSIONS, *(name for name in session if name not in _SESSIONS)])


@replay.command
@click.option("--session", help="Its name, from `nautilus replay list`; or give --instruments.")
@_choosing
@click.option("--speed", type=Speed(), default="max", show_default=True, help="Session seconds per wall second.")
@click.option("--replace", is_flag=True, help="Stop the run that goes on, if there is one.")
@click.option("--wait", is_flag=True, help="Return when it is finished and the last fill is stored.")
@as_json
def start(session: str | None, speed: float, replace: bool, wait: bool, as_json: bool, **choices: Any) -> None:
    """Start a run, with a run number and an account of its own: of a session, or of what --instruments makes one of.

    \b
    Example: nautilus replay start --session equities-daily --speed max --wait
    """
    chosen = any(value is not None for value in choices.values())
    if session is None and not chosen:
        raise click.UsageError("Missing option '--session' or '--instruments'.")
    if session is not None and chosen:
        raise click.UsageError("Give either --session, or --instruments and what else says which records.")
    client = gateway()
    name = _create(client, choices)["name"] if session is None else session
    body = {"session": name, "speed": speed} | ({"replace": True} if replace else {})
    run = client.post("/api/marketdata/replays", body)
    if wait:
        run = _wait_for_end(client, run["run"])
    _print_run(run, as_json)
    if wait and run["state"] != "FINISHED":
        raise RefusedError(f"Run {run['run']} ended as {run['state']}, not FINISHED.")


@replay.command
@_run
@as_json
def status(run: int | None, as_json: bool) -> None:
    """How far a run is.

    \b
    Example: nautilus replay status
    """
    _print_run(_find(gateway(), run), as_json)


@replay.command
@_run
@as_json
def pause(run: int | None, as_json: bool) -> None:
    """Hold a run where it is.

    \b
    Example: nautilus replay pause
    """
    _change(run, "pause", as_json)


@replay.command
@_run
@as_json
def resume(run: int | None, as_json: bool) -> None:
    """Go on with a paused run.

    \b
    Example: nautilus replay resume
    """
    _change(run, "resume", as_json)


@replay.command
@_run
@as_json
def stop(run: int | None, as_json: bool) -> None:
    """End a run before its last record.

    \b
    Example: nautilus replay stop
    """
    _change(run, "stop", as_json)


@replay.command
@_run
@as_json
def restart(run: int | None, as_json: bool) -> None:
    """Stop a run and play its session again, as another run.

    \b
    Example: nautilus replay restart
    """
    _change(run, "restart", as_json)


@replay.command("speed")
@click.argument("value", type=Speed())
@_run
@as_json
def change_speed(value: float, run: int | None, as_json: bool) -> None:
    """Change how fast a run plays: session seconds per wall second, or max.

    \b
    Example: nautilus replay speed 86400
    """
    _change(run, "speed", as_json, {"speed": value})


def _create(client: GatewayClient, choices: dict[str, Any]) -> Any:
    names = [name.strip() for name in (choices["instruments"] or "").split(",") if name.strip()]
    if not names:
        raise click.UsageError("Missing option '--instruments', for example SPY.US.")
    given = {name: value for name, value in choices.items() if value is not None}
    return client.post("/api/marketdata/sessions", given | {"instruments": names})


def _find(client: GatewayClient, run: int | None) -> Any:
    return client.get(f"/api/marketdata/replays/{'current' if run is None else run}")


def _change(run: int | None, verb: str, as_json: bool, body: dict[str, Any] | None = None) -> None:
    client = gateway()
    number = _find(client, None)["run"] if run is None else run
    changed = client.post(f"/api/marketdata/replays/{number}/{verb}", body)
    _print_run(changed or _find(client, number), as_json)


def _wait_for_end(client: GatewayClient, number: int) -> Any:
    """Ask until the run has ended, with a line of progress on stderr. An engine that restarts is waited for."""
    show = sys.stderr.isatty()
    answered = time.monotonic()
    while True:
        try:
            run = _find(client, number)
        except UnavailableError:
            if time.monotonic() - answered > _PATIENCE_SECONDS:
                raise
            time.sleep(_POLL_SECONDS)
            continue
        answered = time.monotonic()
        if show:
            click.echo(f"\r{_progress(run)}\x1b[K", err=True, nl=False)
        if run["state"] in _ENDED:
            if show:
                click.echo(err=True)
            return run
        time.sleep(_POLL_SECONDS)


def _progress(run: dict[str, Any]) -> str:
    done, total = run.get("sequence") or 0, run.get("record_count") or 0
    share = f"{100 * done / total:5.1f} %" if total else ""
    return f"run {run['run']} {run['state'].lower()} {share} {cell('ts_event', run.get('ts_event'))}"


def _print_run(run: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(run)
        return
    shown = {name: value for name, value in run.items() if value not in ({}, [])}
    if shown.get("speed") == _MAX:
        shown["speed"] = "max"
    print_fields(shown, [*_RUN, *(name for name in shown if name not in _RUN)])
