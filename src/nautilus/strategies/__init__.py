"""Bundled strategies, written as a user would write them: one class a file, one session each."""
