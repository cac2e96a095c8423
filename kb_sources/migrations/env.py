"""Runs the migrations over the connection that kb_sources.database passes in."""

from alembic import context

from kb_sources.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
