"""One module a revision. What stands here never changes: stores were made by it."""
