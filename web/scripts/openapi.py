"""Write the OpenAPI documents of the thirteen engines and of the gateway into a folder, without starting anything.

python web/scripts/openapi.py FOLDER
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from nautilus.kernel.app.openapi import describe
from nautilus.kernel.app.probes import PROBES
from nautilus.kernel.config import ENGINE_PORTS

VERSION = "0"
"""The client is made from routes, not from a release: a new version alone must not look like drift."""


def documents() -> dict[str, dict[str, Any]]:
    """The document of each engine and of the gateway, by name; paths as their own process serves them."""
    found = {}
    for name in ENGINE_PORTS:
        api = importlib.import_module(f"nautilus.engines.{name}.api")
        found[name] = describe(f"Nautilus {name}", "", VERSION, (*PROBES, *api.ROUTES))
    gateway = importlib.import_module("nautilus.gateway.api")
    found["gateway"] = describe("Nautilus gateway", "", VERSION, (*PROBES, *gateway.ROUTES))
    return found


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        (folder / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
