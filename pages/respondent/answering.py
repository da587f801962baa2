"""Whoever has a good personal link, as both pages need them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from analytics.promise.counted_in import Place, place_of
from survey.answering.naming import Naming, naming
from survey.answering.naming_scope import names_around
from survey.answering.respondent import Respondent
from survey.answering.respondent import respondent as find_respondent
from survey.answering.sending import send
from survey.errors import LinkUnknown
from survey.questionnaire.instrument import Instrument
from survey.store import Store
from survey.text import sentence
from survey.waves.calendar import Calendar, calendar_of


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody with a good link: what they are asked, and where their answers count."""

    store: Store
    who: Respondent
    place: Place | None
    calendar: Calendar

    @property
    def instrument(self) -> Instrument:
        """What the wave asks."""
        return self.who.wave.instrument

    @property
    def counts_in(self) -> str:
        """The name of the unit their answers count in."""
        return self.place.name if self.place else ""

    @property
    def invited(self) -> int:
        """How many are invited there."""
        return self.place.invited if self.place else 0

    @property
    def mended(self) -> tuple[date, ...]:
        """The days on which their invitation was sent to a corrected address."""
        return self.who.mended

    @property
    def new(self) -> int:
        """How many of them are asked for the first time."""
        return self.place.new if self.place else 0

    @property
    def k(self) -> int:
        """The smallest group that is shown."""
        return self.who.wave.k

    @property
    def closes(self) -> datetime:
        """When the wave closes, on the organisation's clocks."""
        return self.calendar.local(self.who.wave.closes)

    @property
    def keep_days(self) -> int | None:
        """For how many days anonymous answer rows are kept after closing; None keeps none."""
        return self.who.wave.keep_days

    @property
    def printed(self) -> tuple[date, ...]:
        """The days on which a card with their link was made."""
        return self.who.printed

    @property
    def wave(self) -> int:
        """The number of the wave."""
        return self.who.wave.id

    @property
    def home(self) -> str:
        """The key of the unit they are at home in."""
        return self.who.home

    def naming(self, texts: Iterable[str]) -> Naming:
        """What in these texts points at people. Errors: Trouble."""
        written = list(texts)
        return naming(written, names_around(self.store, self.who.wave)) if written else Naming()

    def send(self, raw: Mapping[str, object], receipt: str) -> str:
        """Send the answers once; their receipt's code. Errors: LinkRefused, BadInput, Trouble."""
        return send(self.store, self.who, raw, receipt=receipt or None)


def answering(store: Store, token: str | None) -> Answering:
    """Whoever a personal link belongs to. Errors: LinkRefused."""
    if token is None:
        raise LinkUnknown(sentence("refusal.no_link"))
    who = find_respondent(store, token)
    place, calendar = place_of(store, who.wave, who.home), calendar_of(store.preferences())
    return Answering(store, who, place, calendar)
