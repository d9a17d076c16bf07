"""Where data comes from: one package a source, each with a spec, a client (the only I/O) and a pure parser.

A source is found by its folder: nothing outside a source's package names it.
"""

import pkgutil
from importlib import import_module

from nautilus.kernel.errors import NotFoundError
from nautilus.sources.base import Source


def source_names() -> list[str]:
    """Names of the sources there are, in alphabetical order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)


def find_source(name: str) -> Source:
    """The source called `name`. Raises NotFoundError naming those there are."""
    if name not in source_names():
        raise NotFoundError(f"no source is called {name!r}; there are {', '.join(source_names())}")
    source: Source = import_module(f"{__name__}.{name}").SOURCE
    return source
