"""Which questions does what is kept answer? And the one way to change it."""

from survey.store.audit import AuditLine, AuditQuestions
from survey.store.deliveries import DeliveryQuestions
from survey.store.evidence import Evidence, Look
from survey.store.experiments import ExperimentQuestions
from survey.store.instruments import Composed, InstrumentQuestions
from survey.store.locks import Locks
from survey.store.opened import Clock, utc_now
from survey.store.preferences import PreferenceQuestions
from survey.store.publication import CellRow, OtherPeople, PublicationQuestions
from survey.store.undos import UndoQuestions
from survey.store.waves import WaveQuestions, wave_of

__all__ = [
    "AuditLine",
    "CellRow",
    "Clock",
    "Composed",
    "Look",
    "OtherPeople",
    "Store",
    "utc_now",
    "wave_of",
]


class Store(
    Evidence,
    Locks,
    DeliveryQuestions,
    InstrumentQuestions,
    WaveQuestions,
    PublicationQuestions,
    AuditQuestions,
    PreferenceQuestions,
    ExperimentQuestions,
    UndoQuestions,
):
    """What is kept, opened once per process; `clock` gives aware UTC times."""
