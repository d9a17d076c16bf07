"""Bars of longer steps made of the minutes, and how far they are."""

from alembic import op

revision = "marketdata_0006"
down_revision = "marketdata_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE marketdata.bar_aggregate (
            instrument_id text COLLATE "C" NOT NULL,
            step_seconds integer NOT NULL,
            source text COLLATE "C" NOT NULL,
            valid timestamptz NOT NULL,
            known timestamptz NOT NULL,
            open double precision NOT NULL,
            high double precision NOT NULL,
            low double precision NOT NULL,
            close double precision NOT NULL,
            volume double precision NOT NULL,
            bars integer NOT NULL,
            PRIMARY KEY (instrument_id, step_seconds, source, valid)
        );
        COMMENT ON TABLE marketdata.bar_aggregate IS
            'Derived: trade bars of an hour and a day of UTC, from the newest versions of bars of a minute. known is '
            'that of the last of them: what was known before is made of the minutes at read.';
        CREATE TABLE marketdata.aggregate_mark (
            dataset text COLLATE "C" NOT NULL,
            period integer NOT NULL,
            row_count bigint NOT NULL,
            made timestamptz NOT NULL DEFAULT clock_timestamp(),
            PRIMARY KEY (dataset, period)
        );
        COMMENT ON TABLE marketdata.aggregate_mark IS 'Watermark behind which the aggregates of a year were made.';
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE marketdata.bar_aggregate, marketdata.aggregate_mark")
