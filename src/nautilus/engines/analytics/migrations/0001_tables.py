"""Curves, arrival mids, fills and measures of runs."""

from alembic import op

revision = "analytics_0001"
down_revision = None
branch_labels = ("analytics",)
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA IF NOT EXISTS analytics")
    op.execute("""
        CREATE TABLE analytics.track (
            run bigint PRIMARY KEY,
            account text NOT NULL,
            starting_cash double precision,
            executed boolean NOT NULL DEFAULT false,
            valued boolean NOT NULL DEFAULT false
        )
    """)
    op.execute("""
        CREATE TABLE analytics.mark (
            run bigint NOT NULL,
            sequence bigint NOT NULL,
            ts_event bigint NOT NULL,
            equity double precision NOT NULL,
            PRIMARY KEY (run, sequence)
        )
    """)
    op.execute("""
        CREATE TABLE analytics.decision (
            run bigint NOT NULL,
            client_order_id text NOT NULL,
            arrival_mid double precision NOT NULL,
            PRIMARY KEY (run, client_order_id)
        )
    """)
    op.execute("""
        CREATE TABLE analytics.execution (
            run bigint NOT NULL,
            number bigint GENERATED ALWAYS AS IDENTITY,
            fill_id text NOT NULL,
            client_order_id text NOT NULL,
            strategy_id text NOT NULL,
            instrument_id text NOT NULL,
            sign smallint NOT NULL,
            quantity double precision NOT NULL,
            price double precision NOT NULL,
            notional double precision NOT NULL,
            arrival_mid double precision,
            ts_event bigint NOT NULL,
            PRIMARY KEY (run, number)
        )
    """)
    _measures()


def _measures() -> None:
    op.execute("""
        CREATE TABLE analytics.performance (
            run bigint NOT NULL,
            sequence bigint NOT NULL,
            ts_event bigint NOT NULL,
            account text NOT NULL,
            observations integer NOT NULL,
            periods_per_year double precision NOT NULL,
            total_return double precision,
            volatility double precision,
            sharpe double precision,
            sharpe_standard_error double precision,
            max_drawdown double precision,
            arrival_slippage_bps double precision,
            fills integer NOT NULL,
            final boolean NOT NULL,
            PRIMARY KEY (run, sequence)
        )
    """)


def downgrade() -> None:
    op.execute("DROP SCHEMA analytics CASCADE")
