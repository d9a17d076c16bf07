"""The bundled market history, as a source like any other."""

from nautilus.sources.base import Source, Spec
from nautilus.sources.sample.client import SampleClient
from nautilus.sources.sample.parse import parse

SOURCE = Source(
    Spec(
        name="sample",
        title="Bundled history: 8 US equities, 2 indices, one day and a half of E-mini trades, 10 economic series",
        licence="MIT, BSD, NCSA, public domain: see the notices in nautilus/sample/notices",
        may_redistribute=True,
        revision=2,
    ),
    connect=SampleClient,
    parse=parse,
)
