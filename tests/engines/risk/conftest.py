"""A service of risk on a real journal."""

import pytest

from nautilus.engines.risk import ENGINE, service
from nautilus.engines.risk.service import RiskService
from support.engine import bench, empty


@pytest.fixture
async def risk(database_url, tmp_path, monkeypatch):
    monkeypatch.setattr(service, "CONFIRMATION_SECONDS", 0.2)
    async with bench(RiskService, ENGINE, database_url, tmp_path) as made:
        yield made
        await empty(made.service.context.database, ENGINE.name)
        await empty(made.service.context.database, "marketdata")
