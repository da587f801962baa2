"""Whose personal link is this, and what are they asked?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from survey.answering.links import link_hash, link_token, wave_of
from survey.answering.personal_links import mended_on, printed_on
from survey.errors import (
    BoxTrouble,
    KeyTrouble,
    LinkUnknown,
    SameBoatError,
    TakesNoneNow,
    WaveNotOpen,
)
from survey.storage.ballot_box import OVER
from survey.storage.taking import UNKNOWN
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import State, Wave

NOT_OPEN: dict[State, str] = {
    State.DRAFT: "refusal.not_yet",
    State.SCHEDULED: "refusal.not_yet",
    State.CLOSED: OVER,
    State.PUBLISHED: OVER,
    State.CANCELLED: "refusal.cancelled",
}
NOT_NOW = "refusal.not_now"


@dataclass(frozen=True, slots=True)
class Respondent:
    """Somebody with a good link: the wave they are asked in and the unit they count in.

    `printed` are the days on which a card with their link was made, `mended` those on which their
    invitation was sent to a corrected address.
    """

    wave: Wave
    home: str
    link_hash: str
    printed: tuple[date, ...] = ()
    mended: tuple[date, ...] = ()


def respondent(store: Store, token: str) -> Respondent:
    """Who a personal link belongs to, whether or not answers were sent with it.

    Errors: LinkUnknown, WaveNotOpen.
    """
    wave, homes = open_wave(store, wave_of(token))
    try:
        secret = store.keys.read(wave.id).links
        store.box(wave.id)
    except (KeyTrouble, BoxTrouble):
        open_wave(store, wave.id)
        raise TakesNoneNow(sentence(NOT_NOW)) from None
    hashed = link_hash(secret, token)
    person = _people(store, wave.id, secret).get(hashed)
    if person is None:
        raise LinkUnknown(sentence(UNKNOWN))
    on_paper = person in _on_paper(store, wave.id, wave.public_key)
    printed = printed_on(store, wave) if on_paper else ()
    mended = mended_on(store, wave).get(person, ())
    return Respondent(wave, homes[person], hashed, printed, mended)


def language_of(store: Store, token: str) -> str | None:
    """The language of whoever a link belongs to while its wave is open, or None."""
    try:
        wave, _ = open_wave(store, wave_of(token))
        secret = store.keys.read(wave.id).links
    except SameBoatError:
        return None
    key = _people(store, wave.id, secret).get(link_hash(secret, token))
    person = store.person(key) if key else None
    return person.language if person else None


def open_wave(store: Store, number: int | None) -> tuple[Wave, Mapping[str, str]]:
    """A wave that is open, and everybody's home in it. Errors: LinkUnknown, WaveNotOpen."""
    standing = store.standing(number) if number is not None else None
    if standing is None or number is None:
        raise LinkUnknown(sentence(UNKNOWN))
    state, public_key, closes = standing
    if state is not State.OPEN or public_key is None:
        raise WaveNotOpen(sentence(NOT_OPEN[state]))
    return _frozen(store, number, public_key, closes)


@lru_cache(maxsize=16)
def _frozen(
    store: Store, number: int, _public_key: str, _closes: datetime
) -> tuple[Wave, Mapping[str, str]]:
    """What is fixed once a wave is open, but for its closing time; a key belongs to one opening."""
    wave = store.wave_numbered(number)
    assert wave is not None, "a wave that stands in the table can be read"
    return wave, store.homes(number)


@lru_cache(maxsize=16)
def _people(store: Store, number: int, secret: bytes) -> Mapping[str, str]:
    """Whose link has which hash: made from the wave's secret again, for no table says it."""
    roster = store.roster(number)
    return {link_hash(secret, link_token(secret, number, person)): person for person in roster}


@lru_cache(maxsize=16)
def _on_paper(store: Store, number: int, _public_key: str | None) -> frozenset[str]:
    """Whose link can only be on a card; it does not change while a wave is open."""
    return frozenset(store.roster(number).keys() - store.asked_addresses(number).keys())
