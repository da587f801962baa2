"""What a unit's paper says, in the words of the catalogue."""

from datetime import date


def day(when: date) -> str:
    """A day as people write it."""
    return f"{when.day} {when:%B %Y}"
