"""Cards: personal links to hand out to people without mail, made once for each wave.

Whoever holds a card can answer as that person, and a link that was used can be told from one that
was not. So cards are only for those who had no address when the wave opened, whatever is noted
later; making them is on the record with how many; making them again needs a reason, which is on
the record too; and the form says on which days they were made (decision record 0018).
"""

from dataclasses import dataclass

from survey.answering.personal_links import links
from survey.audit import AuditVerb
from survey.errors import Refused
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import State, Wave


@dataclass(frozen=True, slots=True, repr=False)
class Card:
    """A personal link for somebody; never printed into a log."""

    name: str
    unit: str
    link: str


def without_mail(store: Store, wave: Wave, *, viewer: Viewer) -> list[str]:
    """Everybody asked in an open wave who had no address when it opened."""
    check_is_hr(viewer)
    return sorted(store.roster(wave.id).keys() - store.asked_addresses(wave.id).keys())


def were_made(store: Store, wave: Wave) -> bool:
    """Whether cards of a wave were made."""
    return store.last_audit(verb=AuditVerb.MAKE_LINK_CARDS, subject=wave.key) is not None


def write_out_links(store: Store, *, key: str, actor: str) -> dict[str, str]:
    """Everybody's personal link, for the operator who opens a wave; on the record with how many.

    Errors: KeyTrouble.
    """
    found = links(store, store.wave(key))
    store.note(AuditVerb.WRITE_OUT_LINKS, actor=actor, subject=key, detail=f"{len(found)} links")
    return found


def make_cards(store: Store, *, key: str, reason: str, viewer: Viewer) -> list[Card]:
    """A card for everybody asked who had no address when the wave opened, by unit and name.

    Errors: NotAllowed; Refused when the wave is not open, or a second time without a reason;
    KeyTrouble.
    """
    wave = store.wave(key)
    people, homes = without_mail(store, wave, viewer=viewer), store.homes(wave.id)
    if wave.state is not State.OPEN:
        raise Refused(sentence("refused.wave.no_links", wave=wave.name))
    if were_made(store, wave) and not reason.strip():
        raise Refused(sentence("refused.reason.cards"))
    units = {unit.key: unit.name for unit in store.wave_units(wave.id)}
    personal, known = links(store, wave), store.people()
    names = {person: known[person].name if person in known else person for person in people}
    cards = [Card(names[one], units[homes[one]], personal[one]) for one in people]
    detail = "; ".join(part for part in (f"{len(cards)} cards", reason.strip()) if part)
    store.note(AuditVerb.MAKE_LINK_CARDS, actor=viewer.person, subject=key, detail=detail)
    return sorted(cards, key=lambda card: (card.unit.casefold(), card.name.casefold()))
