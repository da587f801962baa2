"""Who may stand together? Thresholds, plans with their proof, rounding, and composites."""
