"""The closing of a wave, and everything that may be said after it."""
