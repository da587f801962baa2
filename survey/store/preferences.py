"""Questions about what the organisation chose for itself."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlmodel import col

from survey.storage.tables import PreferenceRow
from survey.store.opened import Opened

MAPPING = "mapping/"
"""How the names of kept mappings of columns begin; the kind of file comes next."""


class PreferenceQuestions(Opened):
    """The part of the store that knows the organisation's own choices."""

    def preferences(self) -> Mapping[str, str]:
        """Every choice that was made, by name; whoever reads one knows what holds without it."""
        query = select(col(PreferenceRow.name), col(PreferenceRow.value))
        with self.reading() as connection:
            return MappingProxyType(dict(connection.execute(query).all()))

    def mappings(self, kind: str) -> Mapping[str, str]:
        """What was kept about the columns of files of one kind, by the name it was given."""
        start = f"{MAPPING}{kind}/"
        kept = sorted(self.preferences().items())
        return {name.removeprefix(start): said for name, said in kept if name.startswith(start)}
