"""How are bands written, on screen and in files?"""

from analytics.published.cells import Band, Participation


def band_text(band: Band) -> str:
    """A band of people: "10 to 14" ("10-14" turns into a date in spreadsheets)."""
    return str(band.low) if band.low == band.high else f"{band.low} to {band.high}"


def participation_text(participation: Participation) -> str:
    """The band of those who answered: "50-74 %"."""
    return f"{participation.answered.low}-{participation.answered.high} %"
