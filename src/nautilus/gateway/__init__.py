"""The backend on 8001: the one door for browsers, programs and the command; behind it are the engines."""

from nautilus.gateway.process import run_gateway

__all__ = ["run_gateway"]
