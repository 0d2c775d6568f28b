"""Run by Alembic: migrate over the connection that the store opened, inside its transaction."""

from __future__ import annotations

from alembic import context

from cac.workbench.database import VERSION_TABLE
from cac.workbench.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
