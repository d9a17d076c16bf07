"""The account that a run opens, and where its journal lies."""

from decimal import Decimal
from pathlib import Path

from nautilus.engines.marketdata.messages import RunStarted
from nautilus.kernel.config import Config
from nautilus.trading.costs import costs_of
from nautilus.trading.dealer import Terms
from nautilus.trading.events import AccountType, Opened


def terms_of(started: RunStarted) -> Terms:
    opened = Opened(
        run=started.run,
        account=started.account,
        account_type=AccountType(started.account_type),
        currency=started.currency,
        starting_cash=Decimal(started.starting_cash),
        instruments=started.instruments,
        costs={each.instrument_id: costs_of(each) for each in started.instruments},
    )
    return Terms(opened, started.mark_seconds, started.record_count)


def journal_path(config: Config, account: str) -> Path:
    return config.home_path / "journal" / f"{account}.log"
