"""Why a schedule gave no job when its time had come."""

from alembic import op

revision = "marketdata_0005"
down_revision = "marketdata_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE marketdata.schedule ADD COLUMN problem text NOT NULL DEFAULT ''")


def downgrade() -> None:
    op.execute("ALTER TABLE marketdata.schedule DROP COLUMN problem")
