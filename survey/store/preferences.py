"""Questions about what the organisation chose for itself."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlmodel import col

from survey.organisation.brand import Brand, brand_of
from survey.storage.people_tables import PreferenceRow
from survey.store.opened import Opened
from survey.waves.calendar import Preference, calendar_of

MAPPING = "mapping/"
"""How the names of kept mappings of columns begin; the kind of file comes next."""


class PreferenceQuestions(Opened):
    """The part of the store that knows the organisation's own choices."""

    def preferences(self) -> Mapping[str, str]:
        """Every choice that was made, by name; whoever reads one knows what holds without it."""
        query = select(col(PreferenceRow.name), col(PreferenceRow.value))
        return self.remembered("preferences", lambda: MappingProxyType(dict(self.found(query))))

    def brand(self) -> Brand:
        """What the organisation shows itself by."""
        chosen = self.preferences()
        return brand_of(
            name=chosen.get(Preference.NAME, ""),
            colour=chosen.get(Preference.COLOUR, ""),
            mark=chosen.get(Preference.MARK, ""),
        )

    def day_of(self, moment: datetime) -> date:
        """The day on which a moment falls on the organisation's clocks."""
        return calendar_of(self.preferences()).day(moment)

    def today(self) -> date:
        """Which day it is on the organisation's clocks."""
        return self.day_of(self.now())

    def mappings(self, kind: str) -> Mapping[str, str]:
        """What was kept about the columns of files of one kind, by the name it was given."""
        start = f"{MAPPING}{kind}/"
        kept = sorted(self.preferences().items())
        return {name.removeprefix(start): said for name, said in kept if name.startswith(start)}
