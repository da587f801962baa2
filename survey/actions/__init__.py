"""Every change of state: each action asks its rule, changes, and writes its audit line."""
