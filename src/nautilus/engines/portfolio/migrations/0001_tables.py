"""Accounts, holdings and the valuation curve."""

from alembic import op

revision = "portfolio_0001"
down_revision = None
branch_labels = ("portfolio",)
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA IF NOT EXISTS portfolio")
    op.execute("""
        CREATE TABLE portfolio.account (
            run bigint PRIMARY KEY,
            account text NOT NULL UNIQUE,
            account_type text NOT NULL,
            starting_cash numeric NOT NULL,
            currency text NOT NULL,
            kinds jsonb NOT NULL,
            sequence bigint NOT NULL DEFAULT 0,
            ts_event bigint NOT NULL,
            final boolean NOT NULL DEFAULT false
        )
    """)
    op.execute("""
        CREATE TABLE portfolio.holding (
            run bigint NOT NULL REFERENCES portfolio.account,
            instrument_id text NOT NULL,
            kind text NOT NULL,
            multiplier numeric NOT NULL,
            quantity numeric NOT NULL,
            average_price numeric NOT NULL,
            mark_price numeric NOT NULL,
            marked boolean NOT NULL,
            spent numeric NOT NULL,
            settled numeric NOT NULL,
            commission numeric NOT NULL,
            PRIMARY KEY (run, instrument_id)
        )
    """)
    op.execute("""
        CREATE TABLE portfolio.valuation (
            run bigint NOT NULL REFERENCES portfolio.account,
            sequence bigint NOT NULL,
            ts_event bigint NOT NULL,
            cash numeric NOT NULL,
            equity numeric NOT NULL,
            commission numeric NOT NULL,
            realised numeric NOT NULL,
            final boolean NOT NULL,
            PRIMARY KEY (run, sequence)
        )
    """)
    op.execute("""
        CREATE TABLE portfolio.waiting (
            run bigint NOT NULL,
            number bigint GENERATED ALWAYS AS IDENTITY,
            payload bytea NOT NULL,
            PRIMARY KEY (run, number)
        )
    """)


def downgrade() -> None:
    op.execute("DROP SCHEMA portfolio CASCADE")
