"""What may change? Only here: each action asks its rule, changes, and writes its audit line."""
