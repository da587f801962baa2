"""Builders of HR's side: somebody in HR, a calendar, and plans of a series."""

from datetime import date, time

from survey.actions.waves import Plan
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.questionnaire.instrument import Instrument
from survey.store import Store
from survey.waves.calendar import Calendar
from survey.waves.series import Rhythm, planned, slots
from tests.make import ACTOR, TINY

HR = Viewer(ACTOR, "Somebody", "", None, frozenset({Role.HR}))
MEMBER = Viewer("ant-1", "Ant-1", "ant", None, frozenset())
BERLIN = Calendar(zone="Europe/Berlin", country="DE", region="BE")


def plans(
    store: Store,
    *,
    first: date = date(2026, 3, 9),
    waves: int = 3,
    weeks: int = 4,
    days: int = 10,
    asks: tuple[Instrument, ...] = (TINY,),
    k: int = 5,
    audience: tuple[str, ...] = (),
) -> list[Plan]:
    """Three waves, every four weeks from a Monday in March."""
    wished = Rhythm(first, waves, weeks, days, time(8), time(18))
    taken = {wave.key for wave in store.waves()}
    found = planned("Pulse, week {week}", slots(wished, BERLIN), taken=taken)
    return [
        Plan(one.key, one.name, asks[at % len(asks)], one.slot.opens, one.slot.closes, k, audience)
        for at, one in enumerate(found)
    ]
