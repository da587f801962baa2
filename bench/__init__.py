"""How fast and how large: each benchmark compares with something in the same run."""
