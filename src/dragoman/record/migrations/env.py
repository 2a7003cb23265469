"""Alembic runs this: it migrates over the connection that ``dragoman.record.opening`` hands it, in one transaction."""

from alembic import context

from dragoman.record.tables import metadata

# SQLite can undo CREATE TABLE; Alembic supposes it cannot, because the driver's own transactions leave it out.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
