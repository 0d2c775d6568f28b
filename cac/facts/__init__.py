"""Doc → facts."""
