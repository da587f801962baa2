"""Keeping within how many days an organisation says what it heard in a wave."""

from survey.actions.preferences import prefer
from survey.errors import BadInput, Problem
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store
from survey.store.heard_within import FEWEST_DAYS, MOST_DAYS
from survey.text import sentence
from survey.waves.calendar import Preference


def choose_heard_within(store: Store, days: int, *, viewer: Viewer) -> None:
    """Say what was heard within so many days from now on. Errors: NotAllowed, BadInput."""
    check_is_hr(viewer)
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        message = sentence("refused.heard.days", fewest=FEWEST_DAYS, most=MOST_DAYS)
        raise BadInput(sentence("refused.calendar.unchanged"), [Problem(message, column="days")])
    prefer(store, {Preference.HEARD_DAYS: str(days)}, actor=viewer.person, about="what was heard")
