"""What checks found, how far they are, schedules of jobs; series of several sources beside each other."""

from alembic import op

revision = "marketdata_0003"
down_revision = "marketdata_0002"
branch_labels = None
depends_on = None

_QUALITY = """
    CREATE TABLE marketdata.finding (
        dataset text COLLATE "C" NOT NULL,
        subject text COLLATE "C" NOT NULL,
        valid timestamptz NOT NULL,
        "check" text COLLATE "C" NOT NULL,
        severity smallint NOT NULL CHECK (severity BETWEEN 1 AND 3),
        evidence jsonb NOT NULL,
        origin_id integer NOT NULL,
        raw_id integer NOT NULL,
        made timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (dataset, subject, valid, "check")
    );
    COMMENT ON TABLE marketdata.finding IS
        'What a check says of the version that the source gave last; raw_id and origin_id are that version''s. '
        'severity: 1 worth knowing, 2 in doubt, 3 cannot be true. Derived: made anew when the dataset moves.';
    ALTER TABLE marketdata.grade
        ADD COLUMN rule text NOT NULL DEFAULT '',
        ADD COLUMN share double precision NOT NULL DEFAULT 0;
    COMMENT ON COLUMN marketdata.grade.share IS 'Share of its rows with findings, weighed by severity: see `rule`.';
    CREATE TABLE marketdata.inspection (
        dataset text COLLATE "C" PRIMARY KEY,
        row_count bigint NOT NULL,
        revision integer NOT NULL,
        done_up_to text COLLATE "C" NOT NULL,
        is_whole boolean NOT NULL,
        changed timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    COMMENT ON TABLE marketdata.inspection IS
        'How far each dataset was checked: with so many rows, by this revision of the checks, up to this subject.';
"""
_SERIES = """
    ALTER TABLE marketdata.series DROP CONSTRAINT series_pkey, ADD PRIMARY KEY (source, series_id);
"""
_SCHEDULES = """
    CREATE TABLE marketdata.schedule (
        name text COLLATE "C" PRIMARY KEY,
        kind text NOT NULL,
        plan jsonb NOT NULL,
        priority integer NOT NULL DEFAULT 0,
        every_seconds integer NOT NULL CHECK (every_seconds >= 60),
        next_run timestamptz NOT NULL,
        last_run timestamptz,
        last_job bigint,
        created timestamptz NOT NULL DEFAULT now()
    );
    COMMENT ON COLUMN marketdata.schedule.next_run IS
        'First time it is due; then every so many seconds. Times that were missed are made up for by one job.';
"""


def upgrade() -> None:
    for statements in (_QUALITY, _SERIES, _SCHEDULES):
        op.execute(statements)


def downgrade() -> None:
    op.execute(
        """
        DROP TABLE marketdata.schedule, marketdata.inspection, marketdata.finding;
        ALTER TABLE marketdata.grade DROP COLUMN rule, DROP COLUMN share;
        DELETE FROM marketdata.series AS one USING marketdata.series AS other
            WHERE one.series_id = other.series_id AND one.source > other.source;
        ALTER TABLE marketdata.series DROP CONSTRAINT series_pkey, ADD PRIMARY KEY (series_id);
        """
    )
