"""What closing makes of a wave, and everything that may be said after it."""
