"""Registered versions, parameters for the next run, deployments."""

from alembic import op

revision = "strategy_0001"
down_revision = None
branch_labels = ("strategy",)
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA IF NOT EXISTS strategy")
    op.execute("""
        CREATE TABLE strategy.version (
            strategy_id text NOT NULL,
            version text NOT NULL,
            path text NOT NULL,
            summary text NOT NULL,
            schema jsonb NOT NULL,
            first_seen_ns bigint NOT NULL,
            PRIMARY KEY (strategy_id, version)
        )
    """)
    op.execute("""
        CREATE TABLE strategy.setting (
            strategy_id text PRIMARY KEY,
            parameters jsonb NOT NULL,
            actor text NOT NULL,
            changed_ns bigint NOT NULL
        )
    """)
    op.execute("""
        CREATE TABLE strategy.run (
            run bigint PRIMARY KEY,
            session text NOT NULL,
            state text NOT NULL
        )
    """)
    op.execute("""
        CREATE TABLE strategy.deployment (
            run bigint NOT NULL REFERENCES strategy.run,
            strategy_id text NOT NULL,
            path text NOT NULL,
            version text NOT NULL,
            parameters jsonb NOT NULL,
            state text NOT NULL,
            reason text NOT NULL,
            PRIMARY KEY (run, strategy_id)
        )
    """)


def downgrade() -> None:
    op.execute("DROP SCHEMA strategy CASCADE")
