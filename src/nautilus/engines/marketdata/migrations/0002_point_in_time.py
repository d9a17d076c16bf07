"""Versions of bars beside their first prints, sides of a quote, quotes, filings, events, identities; jobs and segments.

Texts are compared byte by byte (COLLATE "C"), which is what keys need, and quicker.
"""

from alembic import op

revision = "marketdata_0002"
down_revision = "marketdata_0001"
branch_labels = None
depends_on = None

_BARS = """
    ALTER TABLE marketdata.bar
        DROP CONSTRAINT bar_pkey, DROP CONSTRAINT bar_instrument_id_fkey,
        DROP CONSTRAINT bar_origin_id_fkey, DROP CONSTRAINT bar_raw_id_fkey,
        ALTER COLUMN instrument_id TYPE text COLLATE "C",
        ALTER COLUMN source TYPE text COLLATE "C",
        ADD COLUMN price_type text COLLATE "C" NOT NULL DEFAULT 'LAST',
        ADD COLUMN adjusted_close double precision,
        ADD CHECK (price_type IN ('LAST', 'BID', 'ASK'));
    CREATE TABLE marketdata.bar_version (LIKE marketdata.bar INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
    INSERT INTO marketdata.bar_version
        SELECT bar.* FROM marketdata.bar WHERE EXISTS (
            SELECT FROM marketdata.bar AS first
            WHERE (first.instrument_id, first.step_seconds, first.source, first.valid)
                = (bar.instrument_id, bar.step_seconds, bar.source, bar.valid) AND first.known < bar.known
        );
    DELETE FROM marketdata.bar USING marketdata.bar_version AS later
        WHERE (later.instrument_id, later.step_seconds, later.source, later.valid, later.known)
            = (bar.instrument_id, bar.step_seconds, bar.source, bar.valid, bar.known);
    ALTER TABLE marketdata.bar ADD PRIMARY KEY (instrument_id, step_seconds, price_type, source, valid);
    ALTER TABLE marketdata.bar_version
        ADD PRIMARY KEY (instrument_id, step_seconds, price_type, source, valid, known);
    COMMENT ON TABLE marketdata.bar IS
        'The version of each bar that came to us first. Never updated: every other one is in bar_version. '
        'valid is the close.';
    COMMENT ON TABLE marketdata.bar_version IS 'All other versions of bars, by when they were known.';
    CREATE VIEW marketdata.every_bar AS
        SELECT * FROM marketdata.bar UNION ALL SELECT * FROM marketdata.bar_version;
"""

_FACTS = """
    ALTER TABLE marketdata.trade
        ADD COLUMN venue text COLLATE "C", ADD COLUMN condition text COLLATE "C";
    ALTER TABLE marketdata.observation
        DROP CONSTRAINT observation_series_id_fkey, DROP CONSTRAINT observation_origin_id_fkey,
        DROP CONSTRAINT observation_raw_id_fkey, ALTER COLUMN value DROP NOT NULL;
    COMMENT ON COLUMN marketdata.observation.value IS 'NULL: since `known` the source publishes no value any more.';
    CREATE TABLE marketdata.quote (
        instrument_id text COLLATE "C" NOT NULL,
        source text COLLATE "C" NOT NULL,
        ts_event bigint NOT NULL,
        ordinal bigint NOT NULL,
        bid double precision,
        bid_size double precision,
        ask double precision,
        ask_size double precision,
        venue text COLLATE "C",
        condition text COLLATE "C",
        known bigint NOT NULL,
        origin_id integer NOT NULL,
        raw_id integer NOT NULL,
        PRIMARY KEY (instrument_id, source, ts_event, ordinal)
    );
    COMMENT ON COLUMN marketdata.quote.bid IS 'NULL: the source says nothing of this side, it is as it was.';
    CREATE TABLE marketdata.filing_fact (
        entity_id text COLLATE "C" NOT NULL,
        concept text COLLATE "C" NOT NULL,
        unit text COLLATE "C" NOT NULL,
        period_start date,
        valid date NOT NULL,
        source text COLLATE "C" NOT NULL,
        known timestamptz NOT NULL,
        document_id text COLLATE "C" NOT NULL,
        value double precision NOT NULL,
        form text COLLATE "C" NOT NULL,
        fiscal_year integer,
        fiscal_period text COLLATE "C",
        origin_id integer NOT NULL,
        raw_id integer NOT NULL,
        UNIQUE NULLS NOT DISTINCT (entity_id, concept, unit, valid, period_start, source, known, document_id)
    );
    COMMENT ON COLUMN marketdata.filing_fact.valid IS 'Last day of the period, or the day of an instant.';
    CREATE TABLE marketdata.document (
        document_id text COLLATE "C" NOT NULL,
        entity_id text COLLATE "C" NOT NULL,
        source text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL,
        valid date NOT NULL,
        known timestamptz NOT NULL,
        title text NOT NULL,
        attributes jsonb NOT NULL,
        origin_id integer NOT NULL,
        raw_id integer NOT NULL,
        PRIMARY KEY (document_id, entity_id, source)
    );
    COMMENT ON TABLE marketdata.document IS 'Filings and other documents: kind is the form, as in 10-K.';
    CREATE TABLE marketdata.event (
        entity_id text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL,
        valid date NOT NULL,
        source text COLLATE "C" NOT NULL,
        known timestamptz NOT NULL,
        attributes jsonb NOT NULL,
        origin_id integer NOT NULL,
        raw_id integer NOT NULL,
        PRIMARY KEY (entity_id, kind, valid, source, known)
    );
    COMMENT ON TABLE marketdata.event IS
        'Releases, earnings, meetings, corporate actions. Of an action valid is the ex date and attributes.ratio or '
        '.amount says how much; attributes.cancelled withdraws it.';
    INSERT INTO marketdata.event
        SELECT instrument_id, kind, ex_date, source, ex_date, jsonb_build_object('ratio', ratio::text),
            origin_id, raw_id
        FROM marketdata.action
        CROSS JOIN (SELECT min(origin_id) AS origin_id FROM marketdata.origin WHERE known_basis = 'assumed') AS origin
        CROSS JOIN (SELECT min(raw_id) AS raw_id FROM marketdata.raw) AS raw
        WHERE origin_id IS NOT NULL;
    DROP TABLE marketdata.action;
"""

_IDENTITIES = """
    CREATE TABLE marketdata.listing (
        entity_id text COLLATE "C" NOT NULL,
        instrument_id text COLLATE "C" NOT NULL,
        first_day date NOT NULL,
        last_day date NOT NULL,
        source text COLLATE "C" NOT NULL,
        known timestamptz NOT NULL,
        exchange text COLLATE "C",
        origin_id integer NOT NULL,
        raw_id integer NOT NULL,
        PRIMARY KEY (instrument_id, first_day, entity_id, source, known),
        CHECK (first_day <= last_day)
    );
    CREATE INDEX listing_entity ON marketdata.listing (entity_id);
    COMMENT ON TABLE marketdata.listing IS
        'From first_day to last_day (9999-12-31: it goes on) the entity traded as instrument_id, SYMBOL.VENUE.';
    CREATE TABLE marketdata.attribute (
        entity_id text COLLATE "C" NOT NULL,
        name text COLLATE "C" NOT NULL,
        source text COLLATE "C" NOT NULL,
        valid date NOT NULL,
        known timestamptz NOT NULL,
        value text NOT NULL,
        origin_id integer NOT NULL,
        raw_id integer NOT NULL,
        PRIMARY KEY (entity_id, name, source, valid, known)
    );
    CREATE INDEX attribute_value ON marketdata.attribute (name, value);
    COMMENT ON TABLE marketdata.attribute IS
        'What an entity is since `valid`: title, cik, sector, industry, exchange, currency, kind, country.';
"""

_WORK = """
    ALTER TABLE marketdata.raw
        ADD COLUMN request jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN batches_done integer NOT NULL DEFAULT 0,
        ADD COLUMN is_whole boolean NOT NULL DEFAULT true;
    COMMENT ON COLUMN marketdata.raw.request IS 'What was asked of whom, without secrets.';
    COMMENT ON COLUMN marketdata.raw.batches_done IS 'Batches of this payload that are stored; is_whole: all of them.';
    CREATE TABLE marketdata.job (
        job_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text NOT NULL,
        plan jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
        priority integer NOT NULL DEFAULT 0,
        progress jsonb NOT NULL DEFAULT '{}',
        sheet jsonb NOT NULL DEFAULT '[]',
        problem text NOT NULL DEFAULT '',
        created timestamptz NOT NULL DEFAULT now(),
        changed timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE marketdata.watermark (
        dataset text COLLATE "C" NOT NULL,
        period integer NOT NULL,
        raw_id integer NOT NULL,
        row_count bigint NOT NULL,
        changed timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (dataset, period)
    );
    COMMENT ON TABLE marketdata.watermark IS
        'By dataset (bar/<source>/<price_type>/<step_seconds>, trade/<source>, …) and year of `valid`: the payload '
        'that brought its newest row, and how many rows there are. A segment made before is not to be used.';
    CREATE TABLE marketdata.segment (
        dataset text COLLATE "C" NOT NULL,
        period integer NOT NULL,
        file text NOT NULL,
        sha256 text NOT NULL,
        raw_id integer NOT NULL,
        row_count bigint NOT NULL,
        bytes bigint NOT NULL,
        made timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (dataset, period)
    );
    COMMENT ON COLUMN marketdata.segment.raw_id IS 'Watermark that it was made behind; usable while row_count is too.';
    CREATE TABLE marketdata.grade (
        dataset text COLLATE "C" NOT NULL,
        subject text COLLATE "C" NOT NULL,
        grade text NOT NULL CHECK (grade IN ('A', 'B', 'C', 'D', 'E', 'F')),
        reasons jsonb NOT NULL,
        row_count bigint NOT NULL,
        first_valid timestamptz,
        last_valid timestamptz,
        made timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (dataset, subject)
    );
"""


def upgrade() -> None:
    for statements in (_BARS, _FACTS, _IDENTITIES, _WORK):
        op.execute(statements)


def downgrade() -> None:
    op.execute(
        """
        DROP VIEW marketdata.every_bar;
        CREATE TABLE marketdata.action (
            instrument_id text NOT NULL, kind text NOT NULL, ex_date date NOT NULL, ratio numeric NOT NULL,
            source text NOT NULL, PRIMARY KEY (instrument_id, kind, ex_date)
        );
        INSERT INTO marketdata.action
            SELECT entity_id, kind, valid, (attributes->>'ratio')::numeric, source FROM marketdata.event
            WHERE kind = 'SPLIT' ON CONFLICT DO NOTHING;
        DROP TABLE marketdata.bar_version, marketdata.quote, marketdata.filing_fact, marketdata.document,
            marketdata.event, marketdata.listing, marketdata.attribute, marketdata.job, marketdata.watermark,
            marketdata.segment, marketdata.grade;
        ALTER TABLE marketdata.raw DROP COLUMN request, DROP COLUMN batches_done, DROP COLUMN is_whole;
        ALTER TABLE marketdata.trade DROP COLUMN venue, DROP COLUMN condition;
        ALTER TABLE marketdata.bar DROP CONSTRAINT bar_pkey, DROP COLUMN price_type, DROP COLUMN adjusted_close;
        ALTER TABLE marketdata.bar ADD PRIMARY KEY (instrument_id, step_seconds, source, valid, known);
        """
    )
