"""Questions about the instruments composed here: every version of each, and which are asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import thaw
from survey.storage.tables import InstrumentRow
from survey.store.opened import Opened


@dataclass(frozen=True, slots=True)
class Composed:
    """One version of an instrument composed here; `retired` says that it is not offered."""

    instrument: Instrument
    made: datetime
    retired: bool


class InstrumentQuestions(Opened):
    """The part of the store that knows the instruments composed here."""

    def composed(self) -> list[Composed]:
        """Every version of every instrument composed here, by key, oldest version first."""
        row = InstrumentRow
        query = select(col(row.definition), col(row.made), col(row.retired))
        query = query.order_by(col(row.key), col(row.version))
        return [
            Composed(thaw(definition), made, retired)
            for definition, made, retired in self.found(query)
        ]

    def newest_composed(self) -> Mapping[str, Composed]:
        """The latest version of each instrument composed here, by key, retired ones too."""
        return {version.instrument.key: version for version in self.composed()}
