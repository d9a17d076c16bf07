"""Backtests, with their orders, fills and equity."""

from alembic import op

revision = "backtesting_0001"
down_revision = None
branch_labels = ("backtesting",)
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA IF NOT EXISTS backtesting")
    op.execute("""
        CREATE TABLE backtesting.backtest (
            backtest_id text PRIMARY KEY,
            number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
            inputs jsonb NOT NULL,
            state text NOT NULL,
            error text NOT NULL DEFAULT '',
            created_ns bigint NOT NULL,
            started_ns bigint,
            finished_ns bigint,
            orders integer,
            fills integer
        )
    """)
    for table in ("order", "fill", "mark"):
        op.execute(f"""
            CREATE TABLE backtesting."{table}" (
                backtest_id text NOT NULL REFERENCES backtesting.backtest,
                number integer NOT NULL,
                payload jsonb NOT NULL,
                PRIMARY KEY (backtest_id, number)
            )
        """)


def downgrade() -> None:
    op.execute("DROP SCHEMA backtesting CASCADE")
