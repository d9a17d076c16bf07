"""How far each run has come, and the values."""

from alembic import op

revision = "features_0001"
down_revision = None
branch_labels = ("features",)
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA IF NOT EXISTS features")
    op.execute("""
        CREATE TABLE features.run (
            run bigint PRIMARY KEY,
            started jsonb NOT NULL,
            sequence bigint NOT NULL,
            ts_event bigint NOT NULL,
            over boolean NOT NULL DEFAULT false
        );
        COMMENT ON COLUMN features.run.sequence IS 'Values of all records up to this one are stored.';
    """)
    op.execute("""
        CREATE TABLE features.value (
            run bigint NOT NULL,
            sequence bigint NOT NULL,
            instrument_id text NOT NULL,
            name text NOT NULL,
            ts_event bigint NOT NULL,
            value double precision NOT NULL,
            PRIMARY KEY (run, sequence, instrument_id, name)
        )
    """)


def downgrade() -> None:
    op.execute("DROP SCHEMA features CASCADE")
