"""Instruments, facts with two times, sessions, runs."""

from alembic import op

revision = "marketdata_0001"
down_revision = None
branch_labels = ("marketdata",)
depends_on = None

_REFERENCE = """
    CREATE SCHEMA marketdata;
    CREATE TABLE marketdata.instrument (
        instrument_id text PRIMARY KEY,
        kind text NOT NULL,
        currency text NOT NULL,
        price_precision integer NOT NULL,
        price_increment numeric NOT NULL,
        lot_size numeric NOT NULL,
        multiplier numeric NOT NULL,
        description text NOT NULL
    );
    CREATE TABLE marketdata.action (
        instrument_id text NOT NULL REFERENCES marketdata.instrument,
        kind text NOT NULL,
        ex_date date NOT NULL,
        ratio numeric NOT NULL,
        source text NOT NULL,
        PRIMARY KEY (instrument_id, kind, ex_date)
    );
    CREATE TABLE marketdata.series (
        series_id text PRIMARY KEY,
        title text NOT NULL,
        unit text NOT NULL,
        frequency text NOT NULL,
        rule text NOT NULL,
        revised boolean NOT NULL,
        source text NOT NULL
    );
    CREATE TABLE marketdata.raw (
        raw_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        source text NOT NULL,
        part text NOT NULL,
        revision integer NOT NULL,
        sha256 text NOT NULL,
        bytes bigint NOT NULL,
        row_count bigint NOT NULL,
        fetched timestamptz NOT NULL,
        UNIQUE (source, part, revision, sha256)
    );
    CREATE TABLE marketdata.origin (
        origin_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        dataset text NOT NULL,
        known_basis text NOT NULL CHECK (known_basis IN ('recorded', 'assumed')),
        rule text NOT NULL,
        UNIQUE (dataset, known_basis, rule)
    );
    CREATE TABLE marketdata.quarantine (
        raw_id integer NOT NULL REFERENCES marketdata.raw,
        number integer NOT NULL,
        kind text NOT NULL,
        reason text NOT NULL,
        row jsonb NOT NULL,
        PRIMARY KEY (raw_id, number)
    );
"""

_FACTS = """
    CREATE TABLE marketdata.bar (
        instrument_id text NOT NULL REFERENCES marketdata.instrument,
        step_seconds integer NOT NULL,
        source text NOT NULL,
        valid timestamptz NOT NULL,
        known timestamptz NOT NULL,
        open double precision NOT NULL,
        high double precision NOT NULL,
        low double precision NOT NULL,
        close double precision NOT NULL,
        volume double precision NOT NULL,
        adjusted boolean NOT NULL,
        origin_id integer NOT NULL REFERENCES marketdata.origin,
        raw_id integer NOT NULL REFERENCES marketdata.raw,
        PRIMARY KEY (instrument_id, step_seconds, source, valid, known),
        CHECK (known >= valid)
    );
    COMMENT ON TABLE marketdata.bar IS
        'One row a version: never updated, a revision is another row with a later known. valid is the close.';
    CREATE TABLE marketdata.trade (
        instrument_id text NOT NULL,
        source text NOT NULL,
        ts_event bigint NOT NULL,
        ordinal bigint NOT NULL,
        price double precision NOT NULL,
        size double precision NOT NULL,
        known bigint NOT NULL,
        origin_id integer NOT NULL,
        raw_id integer NOT NULL,
        PRIMARY KEY (instrument_id, source, ts_event, ordinal)
    );
    CREATE TABLE marketdata.observation (
        series_id text NOT NULL REFERENCES marketdata.series,
        source text NOT NULL,
        valid timestamptz NOT NULL,
        known timestamptz NOT NULL,
        value double precision NOT NULL,
        origin_id integer NOT NULL REFERENCES marketdata.origin,
        raw_id integer NOT NULL REFERENCES marketdata.raw,
        PRIMARY KEY (series_id, source, valid, known)
    );
"""

_REPLAY = """
    CREATE TABLE marketdata.session (
        name text PRIMARY KEY,
        place integer NOT NULL,
        spec jsonb NOT NULL,
        record_count bigint NOT NULL,
        first_ts bigint NOT NULL,
        last_ts bigint NOT NULL
    );
    CREATE TABLE marketdata.run (
        run bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        session text NOT NULL REFERENCES marketdata.session,
        state text NOT NULL,
        speed double precision NOT NULL,
        sequence bigint NOT NULL DEFAULT 0,
        created timestamptz NOT NULL DEFAULT now(),
        changed timestamptz NOT NULL DEFAULT now()
    );
    CREATE UNIQUE INDEX run_active ON marketdata.run ((true))
        WHERE state IN ('STARTING', 'RUNNING', 'PAUSED', 'DRAINING');
    COMMENT ON INDEX marketdata.run_active IS 'At most one replay goes on at a time.';
"""


def upgrade() -> None:
    for statements in (_REFERENCE, _FACTS, _REPLAY):
        op.execute(statements)


def downgrade() -> None:
    op.execute("DROP SCHEMA marketdata CASCADE")
