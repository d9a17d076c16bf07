"""Routes of features."""

from nautilus.engines.value_routes import VALUE_ROUTES

ROUTES = VALUE_ROUTES
