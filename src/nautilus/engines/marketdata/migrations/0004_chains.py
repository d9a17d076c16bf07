"""Chains of sources by kind of data, where they differ from those that the code has."""

from alembic import op

revision = "marketdata_0004"
down_revision = "marketdata_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE marketdata.chain (
            kind text COLLATE "C" PRIMARY KEY,
            sources text[] NOT NULL,
            changed timestamptz NOT NULL DEFAULT clock_timestamp()
        );
        COMMENT ON TABLE marketdata.chain IS 'Sources by kind of data, the most trusted first: see history/chains.py.';
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE marketdata.chain")
