"""Routes of vpin."""

from nautilus.engines.value_routes import VALUE_ROUTES

ROUTES = VALUE_ROUTES
