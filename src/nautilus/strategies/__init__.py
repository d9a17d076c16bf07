"""The bundled strategies, written as a user would write them: one module each, named after the strategy."""
