"""How are bands written, on screen and in files?"""

from functools import lru_cache

from analytics.published.cells import Band, Participation
from survey.text import sentence


@lru_cache(maxsize=4096)
def band_text(band: Band) -> str:
    """A band of people: "10 to 14" ("10-14" turns into a date in spreadsheets).

    It can be said in another language, as any sentence can.
    """
    if band.low == band.high:
        return str(band.low)
    return sentence("language.range", low=band.low, high=band.high)


def participation_text(participation: Participation) -> str:
    """The band of those who answered: "50-74 %"."""
    return f"{participation.answered.low}-{participation.answered.high} %"
