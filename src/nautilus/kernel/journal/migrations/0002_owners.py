"""Who owns which partition of an engine: by partition the number of its owner, raised by each that takes it."""

from alembic import op

revision = "journal_0002"
down_revision = "journal_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE journal.head ADD COLUMN owners jsonb NOT NULL DEFAULT '{}'")


def downgrade() -> None:
    op.execute("ALTER TABLE journal.head DROP COLUMN owners")
