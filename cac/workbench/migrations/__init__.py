"""The schema of the store, revision by revision; Alembic runs them when a store is opened."""
