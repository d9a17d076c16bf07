"""How far each run has come, and the values."""

from alembic import op

revision = "factor_0001"
down_revision = None
branch_labels = ("factor",)
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA IF NOT EXISTS factor")
    op.execute("""
        CREATE TABLE factor.run (
            run bigint PRIMARY KEY,
            started jsonb NOT NULL,
            sequence bigint NOT NULL,
            ts_event bigint NOT NULL,
            over boolean NOT NULL DEFAULT false
        );
        COMMENT ON COLUMN factor.run.sequence IS 'Values of all records up to this one are stored.';
    """)
    op.execute("""
        CREATE TABLE factor.value (
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
    op.execute("DROP SCHEMA factor CASCADE")
