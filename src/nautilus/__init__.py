"""Nautilus: one self-hosted trading platform. The house is described in docs/architecture.md."""

__version__ = "0.1.0"
