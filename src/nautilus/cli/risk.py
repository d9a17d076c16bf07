"""Limits and the kill switch."""

import click

from nautilus.cli.client import gateway
from nautilus.cli.output import as_json, print_json, print_table

_LIMITS = ["account", "order_notional", "position_notional", "gross_exposure", "daily_loss", "halted", "version"]
_account = click.option("--account", default="", help="Account, for example paper-3; the latest run's unless given.")
_reason = click.option("--reason", default="by hand", show_default=True, help="Why; it is journaled.")


@click.command
@as_json
def limits(as_json: bool) -> None:
    """Limits in force, account by account.

    \b
    Example: nautilus limits --json
    """
    found = gateway().pages("/api/risk/limits")
    if as_json:
        print_json(found)
    else:
        print_table(found, _LIMITS, "No account has limits yet; they are set when a run starts.")


@click.command
@_account
@_reason
@as_json
def kill(account: str, reason: str, as_json: bool) -> None:
    """Stop trading now: refuse new orders, cancel the open ones. Holds until `nautilus rearm`, over restarts too.

    \b
    Example: nautilus kill --reason "prices look wrong"
    """
    _switch("kill", account, reason, as_json, "Killed: new orders are refused, open ones are cancelled.")


@click.command
@_account
@_reason
@as_json
def rearm(account: str, reason: str, as_json: bool) -> None:
    """Allow orders again after a kill.

    \b
    Example: nautilus rearm --reason "feed repaired"
    """
    _switch("rearm", account, reason, as_json, "Re-armed: orders are allowed again.")


def _switch(verb: str, account: str, reason: str, as_json: bool, done: str) -> None:
    body = {"reason": reason} | ({"account": account} if account else {})
    answer = gateway().post(f"/api/risk/{verb}", body)
    if as_json:
        print_json(answer)
    else:
        click.echo(done)
