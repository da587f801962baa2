"""Which questions does what is kept answer? And the one way to change it."""

from survey.store.audit import Event, RecordQuestions
from survey.store.deliveries import DeliveryQuestions
from survey.store.evidence import Evidence, Look
from survey.store.instruments import Composed, InstrumentQuestions
from survey.store.locks import Errands
from survey.store.opened import Clock, utc_now
from survey.store.preferences import PreferenceQuestions
from survey.store.publication import CellColumns, CellRow, PublicationQuestions
from survey.store.waves import WaveQuestions, wave_of

__all__ = [
    "CellColumns",
    "CellRow",
    "Clock",
    "Composed",
    "Event",
    "Look",
    "Store",
    "utc_now",
    "wave_of",
]


class Store(
    Evidence,
    Errands,
    DeliveryQuestions,
    InstrumentQuestions,
    WaveQuestions,
    PublicationQuestions,
    RecordQuestions,
    PreferenceQuestions,
):
    """What is kept, opened once per process; `clock` gives aware UTC times."""
