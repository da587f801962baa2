"""Which unit is the whole organisation?"""

from survey.imports.requested_people import Wanted
from survey.organisation.structure import Organisation, Unit

ROOT = Unit(key="organisation", name="Organisation", parent=None)


def root_of(wanted: Wanted, now: Organisation) -> Unit:
    """The root of the units file, else the one there is, else one that is made."""
    listed = (asked.unit for asked in wanted.units or ())
    return next((unit for unit in (*listed, *now.units.values()) if unit.parent is None), ROOT)
