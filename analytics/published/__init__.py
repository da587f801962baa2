"""What may exist right of the door? Published figures, as they are kept and read."""
