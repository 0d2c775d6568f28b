"""Cross-checks: places of a note that do not agree, or one that cannot be right (``language/cross_checks.yaml``)."""
