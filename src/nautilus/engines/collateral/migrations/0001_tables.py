"""Margin of an account at each mark."""

from alembic import op

revision = "collateral_0001"
down_revision = None
branch_labels = ("collateral",)
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA IF NOT EXISTS collateral")
    op.execute("""
        CREATE TABLE collateral.margin (
            run bigint NOT NULL,
            sequence bigint NOT NULL,
            ts_event bigint NOT NULL,
            account text NOT NULL,
            rule text NOT NULL,
            equity numeric NOT NULL,
            initial numeric NOT NULL,
            maintenance numeric NOT NULL,
            final boolean NOT NULL,
            positions jsonb NOT NULL,
            PRIMARY KEY (run, sequence)
        )
    """)


def downgrade() -> None:
    op.execute("DROP SCHEMA collateral CASCADE")
