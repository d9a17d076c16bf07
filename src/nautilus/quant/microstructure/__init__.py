"""Microstructure: what trades and books say about who trades."""
