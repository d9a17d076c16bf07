"""Filings to the SEC: companies, symbols, documents, and the figures in them."""

from nautilus.sources.base import Source, Spec
from nautilus.sources.edgar.parse import PARTS, parse
from nautilus.sources.files import folder_client

SOURCE = Source(
    Spec(
        name="edgar",
        title="SEC EDGAR: 28,071 companies, symbols, filings of 28 companies, XBRL facts of four",
        licence="US Government, public domain",
        may_redistribute=True,
        revision=2,
    ),
    connect=folder_client(PARTS),
    parse=parse,
)
