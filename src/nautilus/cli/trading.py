"""What was traded: orders, fills, positions, account."""

from typing import Any

import click

from nautilus.cli.client import gateway
from nautilus.cli.output import as_json, of_run, print_fields, print_json, print_table
from nautilus.kernel.errors import NotFoundError

_ORDERS = "ts_event strategy_id instrument_id side order_type quantity price status client_order_id"
_FILLS = "ts_event strategy_id instrument_id side quantity price commission client_order_id"
_POSITIONS = "instrument_id side quantity price mark_price multiplier market_value unrealised realised dividends"
_ACCOUNT = (
    "run account account_type currency starting_cash cash equity realised unrealised"
    " dividends commission ts_event final"
)


@click.command
@of_run
@as_json
def orders(run: int | None, as_json: bool) -> None:
    """All orders of a run.

    \b
    Example: nautilus orders --run 3 --json
    """
    _print_rows("/api/execution/orders", run, _ORDERS, as_json, "No orders.")


@click.command
@of_run
@as_json
def fills(run: int | None, as_json: bool) -> None:
    """All fills of a run, with price and commission.

    \b
    Example: nautilus fills
    """
    _print_rows("/api/execution/fills", run, _FILLS, as_json, "No fills.")


@click.command
@of_run
@as_json
def positions(run: int | None, as_json: bool) -> None:
    """Open positions of a run's account; flat ones are left out.

    \b
    Example: nautilus positions --json
    """
    _print_rows("/api/portfolio/positions", run, _POSITIONS, as_json, "No open positions.")


@click.command
@of_run
@as_json
def account(run: int | None, as_json: bool) -> None:
    """Cash and equity of a run's account.

    \b
    Example: nautilus account --run 3
    """
    found = gateway().get("/api/portfolio/account", run=run)
    if as_json:
        print_json(found)
    else:
        print_fields(found, _ACCOUNT.split())


def _print_rows(path: str, run: int | None, columns: str, as_json: bool, empty: str) -> None:
    """All rows of a run. Before the first run there are none, which is no error; a run that is not there is one."""
    rows: list[Any] = []
    try:
        rows = gateway().pages(path, run=run)
    except NotFoundError as error:
        if run is not None:
            raise
        empty = str(error)
    if as_json:
        print_json(rows)
    else:
        print_table(rows, columns.split(), empty)
