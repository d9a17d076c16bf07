"""US daily bars, filing figures and symbols, as crawled day by day from 2015 to 2017."""

from nautilus.sources.base import Source, Spec
from nautilus.sources.files import folder_client
from nautilus.sources.pystock.parse import PARTS, parse

SOURCE = Source(
    Spec(
        name="pystock",
        title="pystock-data: 524 daily crawls of 7,072 US equities, 2015-03-23 to 2017-03-31, as first published",
        licence="CC BY-SA 4.0, eliangcs/pystock-data: name it, and share what you derive alike",
        may_redistribute=True,
    ),
    connect=folder_client(PARTS),
    parse=parse,
)
