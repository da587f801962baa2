"""Readers of the files HR brings: bytes in, what they ask for out, and every problem named."""
