"""Limits in force, their history, kills, measures."""

from alembic import op

revision = "risk_0001"
down_revision = None
branch_labels = ("risk",)
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA IF NOT EXISTS risk")
    op.execute("""
        CREATE TABLE risk.account (
            run bigint PRIMARY KEY,
            account text NOT NULL UNIQUE,
            version integer NOT NULL,
            order_notional numeric NOT NULL,
            position_notional numeric NOT NULL,
            gross_exposure numeric NOT NULL,
            daily_loss numeric NOT NULL,
            kills integer NOT NULL,
            halted boolean NOT NULL
        )
    """)
    op.execute("""
        CREATE TABLE risk.kill (
            kill_id text PRIMARY KEY,
            account text NOT NULL,
            reason text NOT NULL,
            actor text NOT NULL,
            killed_ns bigint NOT NULL,
            confirmed_ns bigint,
            cancelled integer,
            node_restarted boolean,
            rearmed_ns bigint,
            rearm_reason text,
            rearm_actor text
        )
    """)
    op.execute("""
        CREATE TABLE risk.measure (
            run bigint NOT NULL,
            sequence bigint NOT NULL,
            ts_event bigint NOT NULL,
            account text NOT NULL,
            gross_exposure numeric NOT NULL,
            net_exposure numeric NOT NULL,
            var_95 numeric,
            es_95 numeric,
            "window" integer NOT NULL,
            final boolean NOT NULL,
            exposures jsonb NOT NULL,
            PRIMARY KEY (run, sequence)
        )
    """)


def downgrade() -> None:
    op.execute("DROP SCHEMA risk CASCADE")
