"""Economic series with their vintages, and the days on which they are released."""

from nautilus.sources.base import Source, Spec
from nautilus.sources.files import folder_client
from nautilus.sources.fred.parse import PARTS, parse

SOURCE = Source(
    Spec(
        name="fred",
        title="FRED and ALFRED, Federal Reserve Bank of St. Louis: series, vintages of GDP, release days",
        licence="FRED terms of use: most series are public domain, some (ICE, S&P, AMERIBOR, Michigan) are not",
        may_redistribute=False,
    ),
    connect=folder_client(PARTS),
    parse=parse,
)
