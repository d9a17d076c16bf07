"""On which terms a source gives its data."""

from nautilus.history.lineage import Terms
from nautilus.sources import find_source


def terms_of(source: str) -> Terms:
    """Title and licence of a source, and whether its data may be passed on. Raises NotFoundError."""
    spec = find_source(source).spec
    return Terms(spec.title, spec.licence, spec.may_redistribute)
