"""Cancel/replace, who asked, where an event stands in the outbox, the session time that a run begins at."""

from alembic import op

revision = "execution_0002"
down_revision = "execution_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        ALTER TABLE execution.order
            ADD COLUMN replaces text,
            ADD COLUMN replaced_by text,
            ADD COLUMN actor text NOT NULL DEFAULT ''
    """)
    op.execute("""
        ALTER TABLE execution.event
            ADD COLUMN actor text NOT NULL DEFAULT '',
            ADD COLUMN outbox_seq bigint
    """)
    op.execute("ALTER TABLE execution.run ADD COLUMN first_ts bigint")
    op.execute("""
        UPDATE execution.run SET first_ts = coalesce(
            (SELECT min(e.ts_event) FROM execution.event e WHERE e.run = run.run AND e.ts_event > 0), ts_event)
    """)
    op.execute("ALTER TABLE execution.run ALTER COLUMN first_ts SET NOT NULL")
    op.execute("CREATE INDEX order_replaces ON execution.order (replaces) WHERE replaces IS NOT NULL")
    op.execute("""
        CREATE INDEX order_open ON execution.order (run, record, number)
        WHERE status IN ('ACCEPTED', 'PARTIALLY_FILLED')
    """)
    op.execute("CREATE INDEX fill_order ON execution.fill (client_order_id)")
    op.execute("CREATE INDEX event_decided ON execution.event (run, record, number) WHERE kind = 'decided'")
    op.execute("""
        CREATE INDEX event_allowed ON execution.event (run, (detail ->> 'allowed'), record, number)
        WHERE kind = 'decided'
    """)


def downgrade() -> None:
    op.execute("DROP INDEX execution.event_allowed, execution.event_decided")
    op.execute("DROP INDEX execution.fill_order, execution.order_open, execution.order_replaces")
    op.execute("ALTER TABLE execution.run DROP COLUMN first_ts")
    op.execute("ALTER TABLE execution.event DROP COLUMN actor, DROP COLUMN outbox_seq")
    op.execute("ALTER TABLE execution.order DROP COLUMN replaces, DROP COLUMN replaced_by, DROP COLUMN actor")
