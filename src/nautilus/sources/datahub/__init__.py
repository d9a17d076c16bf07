"""Public-domain tables: VIX, oil, members of the S&P 500, Shiller's monthly series."""

from nautilus.sources.base import Source, Spec
from nautilus.sources.datahub.parse import PARTS, parse
from nautilus.sources.files import folder_client

SOURCE = Source(
    Spec(
        name="datahub",
        title="datahub: CBOE VIX, EIA oil prices, members of the S&P 500, Shiller's monthly series",
        licence="ODC-PDDL-1.0, github.com/datasets",
        may_redistribute=True,
    ),
    connect=folder_client(PARTS),
    parse=parse,
)
