"""The knowledge files: schema, loader, and the grammar of terms."""
