"""Corporate actions: a holding's cost in money in place of its average, dividends, steps that no fill made."""

from alembic import op

revision = "portfolio_0003"
down_revision = "portfolio_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE portfolio.holding ADD COLUMN cost numeric, ADD COLUMN dividends numeric NOT NULL DEFAULT 0")
    op.execute("UPDATE portfolio.holding SET cost = quantity * average_price * multiplier")
    op.execute("ALTER TABLE portfolio.holding ALTER COLUMN cost SET NOT NULL, DROP COLUMN average_price")
    op.execute("""
        ALTER TABLE portfolio.step
            ADD COLUMN dividends numeric NOT NULL DEFAULT 0,
            ADD COLUMN action text NOT NULL DEFAULT ''
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE portfolio.step DROP COLUMN dividends, DROP COLUMN action")
    op.execute("ALTER TABLE portfolio.holding ADD COLUMN average_price numeric NOT NULL DEFAULT 0")
    op.execute("""
        UPDATE portfolio.holding SET average_price = round(cost / (quantity * multiplier), 10) WHERE quantity <> 0
    """)
    op.execute("ALTER TABLE portfolio.holding DROP COLUMN cost, DROP COLUMN dividends")
