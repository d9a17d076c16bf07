"""Subscriptions to live feeds, how far each of their streams is, and what was to be marked in them."""

from alembic import op

revision = "marketdata_0007"
down_revision = "marketdata_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE marketdata.subscription (
            subscription_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            feed text NOT NULL,
            records text NOT NULL CHECK (records IN ('trades', 'bars')),
            step_seconds integer NOT NULL CHECK (step_seconds > 0),
            spread_ticks integer NOT NULL,
            stale_seconds integer NOT NULL CHECK (stale_seconds > 0),
            created timestamptz NOT NULL DEFAULT now(),
            ended timestamptz
        );
        COMMENT ON COLUMN marketdata.subscription.step_seconds IS 'Of the bars, or of those built from the trades.';
        CREATE TABLE marketdata.live_stream (
            subscription_id bigint NOT NULL REFERENCES marketdata.subscription,
            instrument_id text COLLATE "C" NOT NULL,
            number bigint NOT NULL,
            sequence bigint NOT NULL,
            first_of_last bigint NOT NULL,
            last_ts bigint NOT NULL,
            received_ns bigint NOT NULL,
            PRIMARY KEY (subscription_id, instrument_id)
        );
        COMMENT ON COLUMN marketdata.live_stream.number IS 'The last number of the feed that is stored; 0: none.';
        COMMENT ON COLUMN marketdata.live_stream.sequence IS
            'Records of the instrument that are stored from this feed, which is the number of the last in a session.';
        COMMENT ON COLUMN marketdata.live_stream.first_of_last IS
            'The first record of the batch stored last, which may not have been published: it is so after a restart.';
        CREATE TABLE marketdata.live_mark (
            mark_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            subscription_id bigint NOT NULL REFERENCES marketdata.subscription,
            instrument_id text COLLATE "C" NOT NULL,
            kind text NOT NULL,
            noticed_ns bigint NOT NULL,
            first bigint NOT NULL,
            last bigint NOT NULL
        );
        CREATE INDEX live_mark_subscription ON marketdata.live_mark (subscription_id, mark_id);
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE marketdata.live_mark, marketdata.live_stream, marketdata.subscription")
