"""Edits of limits, the largest order of each account, the loss of the day, a second method for VaR and ES."""

from alembic import op

revision = "risk_0002"
down_revision = "risk_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE risk.change (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            run bigint NOT NULL,
            account text NOT NULL,
            version integer NOT NULL,
            changed_ns bigint NOT NULL,
            actor text NOT NULL,
            reason text NOT NULL,
            before jsonb,
            after jsonb NOT NULL
        )
    """)
    op.execute("""
        CREATE TABLE risk.largest_order (
            account text PRIMARY KEY,
            client_order_id text NOT NULL,
            instrument_id text NOT NULL,
            notional numeric NOT NULL,
            ts_event bigint NOT NULL
        )
    """)
    op.execute("""
        ALTER TABLE risk.measure
            ADD COLUMN equity numeric,
            ADD COLUMN day_start_equity numeric,
            ADD COLUMN var_95_normal numeric,
            ADD COLUMN es_95_normal numeric
    """)


def downgrade() -> None:
    op.execute("""
        ALTER TABLE risk.measure
            DROP COLUMN equity, DROP COLUMN day_start_equity, DROP COLUMN var_95_normal, DROP COLUMN es_95_normal
    """)
    op.execute("DROP TABLE risk.largest_order")
    op.execute("DROP TABLE risk.change")
