"""Alembic's environment: run by `migrate`, on its connection, inside its transaction."""

from typing import Any

from alembic import context


def _note(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:
    context.config.attributes["applied"].append(step.up_revision_id)


context.configure(
    connection=context.config.attributes["connection"],
    version_table_schema="kernel",
    transactional_ddl=True,
    on_version_apply=_note,
)
context.run_migrations()
