"""How far each run has come, the values, and the registry of models."""

from alembic import op

revision = "ml_0001"
down_revision = None
branch_labels = ("ml",)
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA IF NOT EXISTS ml")
    op.execute("""
        CREATE TABLE ml.run (
            run bigint PRIMARY KEY,
            started jsonb NOT NULL,
            sequence bigint NOT NULL,
            ts_event bigint NOT NULL,
            over boolean NOT NULL DEFAULT false
        );
        COMMENT ON COLUMN ml.run.sequence IS 'Values of all records up to this one are stored.';
    """)
    op.execute("""
        CREATE TABLE ml.value (
            run bigint NOT NULL,
            sequence bigint NOT NULL,
            instrument_id text NOT NULL,
            name text NOT NULL,
            ts_event bigint NOT NULL,
            value double precision NOT NULL,
            PRIMARY KEY (run, sequence, instrument_id, name)
        )
    """)
    op.execute("""
        CREATE TABLE ml.model (
            model_id text PRIMARY KEY,
            instrument_id text NOT NULL,
            inputs_hash text NOT NULL UNIQUE,
            as_of bigint NOT NULL,
            trained_from bigint NOT NULL,
            trained_to bigint NOT NULL,
            coefficients double precision[] NOT NULL,
            r_squared double precision NOT NULL,
            samples integer NOT NULL,
            graph bytea NOT NULL,
            created timestamptz NOT NULL DEFAULT now()
        );
        COMMENT ON COLUMN ml.model.as_of IS 'Nothing that became known after this time [ns] was trained on.';
    """)


def downgrade() -> None:
    op.execute("DROP SCHEMA ml CASCADE")
