"""The engine chassis: what turns an `Engine`, a `Service` and `ROUTES` into a process."""

from nautilus.kernel.app.process import Program, run_engine, run_process

__all__ = ["Program", "run_engine", "run_process"]
