"""Within how many days after a wave does this organisation say what it heard?"""

from survey.store import Store
from survey.waves.calendar import Preference

USUAL_DAYS, FEWEST_DAYS, MOST_DAYS = 14, 2, 60


def heard_within(store: Store) -> int:
    """What the organisation chose; two weeks until then."""
    chosen = store.preferences().get(Preference.HEARD_DAYS, "")
    return int(chosen) if chosen.isdecimal() else USUAL_DAYS
