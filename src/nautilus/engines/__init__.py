"""Thirteen engines of one shape. Each room: __init__ (declaration), messages, model, store, service, api."""
