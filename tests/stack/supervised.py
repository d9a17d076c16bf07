"""Run as a script: a supervisor whose engines are small HTTP servers, so that supervision is tested by itself."""

import http.server
import os
import sys
from pathlib import Path

from nautilus.kernel.config import load_config
from nautilus.kernel.errors import NautilusError
from nautilus.stack import process, supervisor
from nautilus.stack.supervisor import Targets, supervise


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def run_service(name="gateway"):
    config = load_config()
    if os.environ.get("BROKEN_SERVICE") == name:
        sys.exit(f"{name} is broken on purpose")
    print(f"{name} serves", flush=True)
    http.server.HTTPServer(("127.0.0.1", config.port(name)), Handler).serve_forever()


def migrate():
    order = Path(os.environ["NAUTILUS_HOME"]) / "migrated"
    order.write_text("yes")


if __name__ == "__main__":
    if os.environ.get("WITHOUT_ZYGOTE"):  # as on a system without pidfd
        process.HAS_PIDFD = supervisor.HAS_PIDFD = False
    targets = Targets(
        "supervised:run_service", "supervised:run_service", os.environ.get("MIGRATION", "supervised:migrate")
    )
    try:
        supervise(
            load_config(),
            lambda line: print(line, flush=True),
            lambda seconds, late: print("READY", round(seconds, 2), late, flush=True),
            targets,
        )
    except NautilusError as error:
        sys.exit(str(error))
