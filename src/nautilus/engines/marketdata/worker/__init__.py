"""Ingestion jobs: asked for at the desk, carried out in a process of their own; parsing would hold up what plays."""

from nautilus.engines.marketdata.worker.desk import Jobs

__all__ = ["Jobs"]
