"""Whoever opened a personal link in this tab, as the pulse needs them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analytics.promise.counted_in import Place, place_of
from pages.ui.frame.session import link, store
from survey.answering.naming import Naming, naming
from survey.answering.naming_scope import names_around
from survey.answering.respondent import Respondent
from survey.answering.respondent import respondent as find_respondent
from survey.answering.sending import send
from survey.errors import LinkUnknown
from survey.questionnaire.instrument import Instrument
from survey.text import sentence


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody with a good link, as the pulse needs them."""

    who: Respondent
    place: Place | None

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
    def new(self) -> int:
        """How many of them are asked for the first time."""
        return self.place.new if self.place else 0

    @property
    def k(self) -> int:
        """The smallest group that is shown."""
        return self.who.wave.k

    @property
    def closes(self) -> date:
        """The day the wave closes."""
        return self.who.wave.closed_on

    @property
    def keep_days(self) -> int | None:
        """For how many days anonymous answer rows are kept after closing; None keeps none."""
        return self.who.wave.keep_days

    @property
    def printed(self) -> tuple[date, ...]:
        """The days on which a card with their link was made."""
        return self.who.printed

    def naming(self, texts: Iterable[str]) -> Naming:
        """What in these texts points at people. Errors: Trouble."""
        written = list(texts)
        return naming(written, names_around(store(), self.who.wave)) if written else Naming()

    def send(self, raw: Mapping[str, object]) -> None:
        """Send the answers once. Errors: LinkRefused, BadInput, Trouble."""
        send(store(), self.who, raw)


def respondent() -> Answering:
    """Whoever opened a personal link in this tab. Errors: LinkRefused."""
    token = link()
    if token is None:
        raise LinkUnknown(sentence("refusal.no_link"))
    who = find_respondent(store(), token)
    return Answering(who, place_of(store(), who.wave, who.home))
