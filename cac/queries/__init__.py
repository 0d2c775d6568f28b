"""Questions to a provider: what is asked, how it is proved not to lead, and what became of it."""
