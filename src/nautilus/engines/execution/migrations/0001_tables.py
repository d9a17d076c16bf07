"""Runs, the events of their accounts, the blotter (orders and fills), kills and switches."""

from alembic import op

revision = "execution_0001"
down_revision = None
branch_labels = ("execution",)
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA IF NOT EXISTS execution")
    op.execute("""
        CREATE TABLE execution.run (
            run bigint PRIMARY KEY,
            account text NOT NULL UNIQUE,
            started bytea NOT NULL,
            deployment bytea,
            carried bigint NOT NULL DEFAULT 0,
            sequence bigint NOT NULL DEFAULT 0,
            ts_event bigint NOT NULL,
            over boolean NOT NULL DEFAULT false,
            final boolean NOT NULL DEFAULT false
        )
    """)
    op.execute("""
        CREATE TABLE execution.event (
            run bigint NOT NULL REFERENCES execution.run,
            record bigint NOT NULL,
            number integer NOT NULL,
            client_order_id text,
            kind text NOT NULL,
            ts_event bigint NOT NULL,
            sequence bigint NOT NULL,
            detail jsonb NOT NULL,
            hash bytea NOT NULL,
            PRIMARY KEY (run, record, number)
        )
    """)
    op.execute("CREATE INDEX ON execution.event (client_order_id) WHERE client_order_id IS NOT NULL")
    op.execute("CREATE INDEX ON execution.event (run, (detail ->> 'signal_id')) WHERE kind = 'signalled'")
    _create_blotter()
    _create_requests()


def _create_requests() -> None:
    op.execute("""
        CREATE TABLE execution.kill (
            kill_id text PRIMARY KEY,
            account text NOT NULL,
            reason text NOT NULL,
            actor text NOT NULL,
            confirmed boolean NOT NULL DEFAULT false,
            rearm_reason text,
            rearm_actor text,
            received timestamptz NOT NULL DEFAULT now()
        )
    """)
    op.execute("""
        CREATE TABLE execution.switch (
            request bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run bigint NOT NULL,
            strategy_id text NOT NULL,
            running boolean NOT NULL,
            reason text NOT NULL
        )
    """)


def _create_blotter() -> None:
    op.execute("""
        CREATE TABLE execution.order (
            client_order_id text PRIMARY KEY,
            run bigint NOT NULL REFERENCES execution.run,
            record bigint NOT NULL,
            number integer NOT NULL,
            strategy_id text NOT NULL,
            instrument_id text NOT NULL,
            side text NOT NULL,
            quantity numeric NOT NULL,
            order_type text NOT NULL,
            price numeric,
            trigger_price numeric,
            time_in_force text NOT NULL,
            parent_id text,
            signal_id text,
            venue_order_id text NOT NULL DEFAULT '',
            status text NOT NULL,
            reason text NOT NULL,
            filled_quantity numeric NOT NULL DEFAULT 0,
            multiplier numeric NOT NULL,
            commission numeric NOT NULL DEFAULT 0,
            ts_event bigint NOT NULL,
            ts_last bigint NOT NULL,
            sequence bigint NOT NULL,
            UNIQUE (run, record, number)
        )
    """)
    op.execute("""
        CREATE TABLE execution.fill (
            fill_id text PRIMARY KEY,
            run bigint NOT NULL REFERENCES execution.run,
            record bigint NOT NULL,
            number integer NOT NULL,
            client_order_id text NOT NULL REFERENCES execution.order,
            strategy_id text NOT NULL,
            instrument_id text NOT NULL,
            side text NOT NULL,
            quantity numeric NOT NULL,
            price numeric NOT NULL,
            multiplier numeric NOT NULL,
            commission numeric NOT NULL,
            currency text NOT NULL,
            ts_event bigint NOT NULL,
            sequence bigint NOT NULL,
            UNIQUE (run, record, number)
        )
    """)


def downgrade() -> None:
    op.execute("DROP SCHEMA execution CASCADE")
