"""What each fill left of its position."""

from alembic import op

revision = "portfolio_0002"
down_revision = "portfolio_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE portfolio.step (
            run bigint NOT NULL REFERENCES portfolio.account,
            instrument_id text NOT NULL,
            number bigint GENERATED ALWAYS AS IDENTITY,
            fill_id text NOT NULL,
            client_order_id text NOT NULL,
            quantity numeric NOT NULL,
            average_price numeric NOT NULL,
            realised numeric NOT NULL,
            commission numeric NOT NULL,
            ts_event bigint NOT NULL,
            sequence bigint NOT NULL,
            PRIMARY KEY (run, instrument_id, number)
        )
    """)
    op.execute("CREATE INDEX step_order ON portfolio.step (client_order_id)")


def downgrade() -> None:
    op.execute("DROP TABLE portfolio.step")
