"""PostgreSQL: one pool a process, bulk COPY in, Arrow out."""

from psycopg import AsyncConnection

type Connection = AsyncConnection[tuple[object, ...]]


class Database:
    """Pool of connections."""
