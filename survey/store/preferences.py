"""Questions about what the organisation chose for itself."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlmodel import col

from survey.storage.tables import PreferenceRow
from survey.store.opened import Opened


class PreferenceQuestions(Opened):
    """The part of the store that knows the organisation's own choices."""

    def preferences(self) -> Mapping[str, str]:
        """Every choice that was made, by name; whoever reads one knows what holds without it."""
        query = select(col(PreferenceRow.name), col(PreferenceRow.value))
        with self.reading() as connection:
            return MappingProxyType(dict(connection.execute(query).all()))
