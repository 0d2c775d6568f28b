"""Facts → claim: code tables, counters, modifiers, and the reasons for and against every line."""
