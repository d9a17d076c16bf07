"""A tape of the E-mini S&P 500 future."""

from nautilus.sources.base import Source, Spec
from nautilus.sources.files import folder_client
from nautilus.sources.mlfinpy.parse import PARTS, parse

SOURCE = Source(
    Spec(
        name="mlfinpy",
        title="mlfinpy: 500,000 trades of the E-mini S&P 500 future, 2013-09-01 to 09-03",
        licence="MIT, mlfinpy 0.1.2",
        may_redistribute=True,
    ),
    connect=folder_client(PARTS),
    parse=parse,
)
