"""The journal: outbox (one hash chain an engine), heads, inbox, how far the relay has published."""

from alembic import op

revision = "journal_0001"
down_revision = None
branch_labels = ("journal",)
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA journal")
    op.execute("""
        CREATE TABLE journal.outbox (
            engine text NOT NULL,
            seq bigint NOT NULL CHECK (seq > 0),
            message_id text NOT NULL,
            topic text NOT NULL,
            key text NOT NULL,
            ts_event bigint NOT NULL,
            payload bytea NOT NULL,
            prev_hash bytea NOT NULL,
            hash bytea NOT NULL,
            PRIMARY KEY (engine, seq)
        )""")
    op.execute("""
        CREATE TABLE journal.head (
            engine text PRIMARY KEY,
            seq bigint NOT NULL,
            hash bytea NOT NULL
        ) WITH (fillfactor = 50)""")  # updated at each commit, in place
    op.execute("""
        CREATE TABLE journal.inbox (
            engine text NOT NULL,
            message_id text NOT NULL,
            received_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (engine, message_id)
        )""")
    op.execute("CREATE INDEX inbox_received_at ON journal.inbox USING brin (received_at)")
    op.execute("""
        CREATE TABLE journal.relay (
            engine text NOT NULL,
            published_seq bigint NOT NULL,
            published_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (engine, published_seq)
        )""")


def downgrade() -> None:
    op.execute("DROP SCHEMA journal CASCADE")
